/** Everything that the keyboard does. */

import { useState } from "preact/hooks";
import { setSingleKeys, singleKeys } from "./session";

const KEYS: [string, [string, string][]][] = [
  [
    "到处都能用",
    [
      ["F6 / Shift+F6", "在队列、会话、助手之间换"],
      ["F8 / Shift+F8", "到下一处、上一处要改的地方"],
      ["Alt+I", "整段插入建议回复"],
      ["Ctrl+Enter 或 ⌘+Enter", "在回复框里：发送"],
      ["Esc", "关掉打开的一层；在回复框里：回到会话"],
    ],
  ],
  [
    "不在输入框里时（单键）",
    [
      ["J / K", "队列里的下一位、上一位"],
      ["Enter", "接下选中的这一位"],
      ["O", "只看，不接"],
      ["R", "到回复框"],
      ["D", "重新起草"],
      ["[ / ]", "上一个、下一个打开的会话"],
      ["X", "收起当前会话"],
      ["?", "这张表"],
    ],
  ],
];

export function Help() {
  const [on, setOn] = useState(singleKeys());
  return (
    <>
      {KEYS.map(([title, keys]) => (
        <div key={title} class="section">
          <h3>{title}</h3>
          <dl class="keys">
            {keys.map(([key, what]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
      <label class="check">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => {
            setSingleKeys(event.currentTarget.checked);
            setOn(event.currentTarget.checked);
          }}
        />
        <span>用单键快捷键（用语音输入或常误按时，可以关掉）</span>
      </label>
    </>
  );
}
