"""What can be private, as it is named to the person, and where it stands in a text."""

ID, CARD, MOBILE, LANDLINE = "身份证号", "银行卡号", "手机号", "电话号码"
EMAIL, CODE, PASSWORD, NAME = "邮箱", "验证码", "密码", "姓名"
ADDRESS, PLATE, WECHAT, QQ, PASSPORT = "地址", "车牌号", "微信号", "QQ号", "护照号"
PART = "号码的一部分"

# Where it begins, where it ends, and its kind.
Span = tuple[int, int, str]
