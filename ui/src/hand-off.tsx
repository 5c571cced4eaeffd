/**
 * Reaching a human: the official numbers always; and, where somebody stands ready, the packet,
 * which the person sees, may strike out of and add to before anything is handed over.
 */

import { useEffect, useRef, useState } from "preact/hooks";
import { figure } from "./figures";
import type { Standing } from "./human-side";
import { newId } from "./memory";
import { Contacts, described, Field, Fold, useName } from "./parts";
import { useDesk } from "./sheets";
import type { Contact } from "./wire";
import { words } from "./words";

const MOST = 1000;
const SECTIONS: [name: string, title: string][] = [
  ["risks", "要留心的"],
  ["situation", "您的情况"],
  ["asked", "您问过的"],
  ["answered", "助手答过的"],
  ["computed", "算过的"],
  ["next_steps", "建议过的下一步"],
];

/** `live`: the newest answer, from which one can hand over. */
export function HandOff({ contacts, live }: { contacts: Contact[]; live: boolean }) {
  const { human } = useDesk().talk;
  useEffect(() => {
    if (live) void human.look();
  }, [live]);
  const { standing } = human;
  const offered = live && human.works && standing?.available ? standing : null;
  return (
    <div class="card" role="group" aria-label={words().handOff} lang="zh-CN">
      <h3>{words().handOff}</h3>
      {live && standing?.say && <p>{standing.say}</p>}
      {offered?.hours && (
        <p class="note">
          人工时间：{offered.hours.text}
          {offered.hours.open_now ? "" : "（现在不在时间内，交了也会留着）"}
        </p>
      )}
      {offered && !human.isOpen && offered.packet && (
        <PacketForm key={offered.seen} standing={offered} />
      )}
      {offered && human.isOpen && <Waiting />}
      {offered ? (
        <Fold summary="等不及，可以打官方电话" open={offered.state === "failed"}>
          <Contacts contacts={offered.contacts ?? contacts} />
        </Fold>
      ) : (
        <Contacts contacts={contacts} />
      )}
    </div>
  );
}

function PacketForm({ standing }: { standing: Standing }) {
  const { human } = useDesk().talk;
  const id = useName();
  const [struck, setStruck] = useState<string[]>([]);
  const [added, setAdded] = useState("");
  const [wrong, setWrong] = useState("");
  const [sending, setSending] = useState(false);
  // The same press again, after a lost connection, is the same hand-off.
  const message = useRef(newId());
  const toggle = (key: string, keep: boolean): void =>
    setStruck(keep ? struck.filter((each) => each !== key) : [...struck, key]);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    setSending(true);
    setWrong("");
    try {
      await human.send(message.current, struck, added);
    } catch (error) {
      setWrong((error as Error).message);
      message.current = newId();
      await human.look();
    }
    setSending(false);
  };
  const { packet } = standing;
  return (
    <form class="inline-form" noValidate onSubmit={send}>
      <fieldset class="packet">
        <legend class="strong">交给真人的内容，不想给的去掉勾</legend>
        {SECTIONS.filter(([name]) => packet[name]?.length).map(([name, title]) => (
          <div key={name} role="group" aria-label={title}>
            <p class="note">{title}</p>
            {packet[name].map((item: any) => (
              <label class="check" key={item.id}>
                <input
                  type="checkbox"
                  checked={!struck.includes(item.id)}
                  onChange={(event) => toggle(item.id, event.currentTarget.checked)}
                />
                <span>{told(item)}</span>
              </label>
            ))}
          </div>
        ))}
        {packet.unknown?.length > 0 && (
          <p class="note">
            还不知道：{packet.unknown.map((each: any) => each.label).join("、")}。对方可能会问。
          </p>
        )}
      </fieldset>
      <Field id={id} label="想补充的话（可以不写）" help="别写身份证、卡号、验证码。" wrong={wrong}>
        <textarea
          id={id}
          rows={2}
          maxLength={MOST}
          value={added}
          aria-describedby={described(id, "help", wrong)}
          onInput={(event) => setAdded(event.currentTarget.value)}
        />
      </Field>
      <button type="submit" class="primary" disabled={sending}>
        同意，转给真人
      </button>
    </form>
  );
}

/** Handed over: it can be taken back for as long as nobody has closed it. */
function Waiting() {
  const { human } = useDesk().talk;
  const [wrong, setWrong] = useState("");
  const withdraw = (): Promise<void> =>
    human.withdraw().catch((error: Error) => setWrong(error.message));
  return (
    <>
      <div class="actions">
        <button type="button" class="quiet" onClick={withdraw}>
          撤回，不转了
        </button>
      </div>
      <p class="note" role="status">
        {wrong}
      </p>
    </>
  );
}

/** One entry of the packet, short enough to decide on. */
function told(item: any): string {
  const label = item.label ? `${item.label}：` : "";
  if (item.sentences) return shortened(item.sentences.map((each: any) => each.text).join(""));
  if (item.figures) {
    const figures = item.figures.slice(0, 2).map((each: any) => `${each.label} ${figure(each)}`);
    return `${item.name}：${figures.join("，")}`;
  }
  return shortened(label + (item.text ?? item.quote ?? item.words ?? ""));
}

function shortened(text: string): string {
  const letters = [...text];
  return letters.length > 60 ? `${letters.slice(0, 60).join("")}…` : text;
}
