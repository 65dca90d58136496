import {
  IconAlertTriangle,
  IconFilter,
  IconLifebuoy,
  IconRepeat,
  type TablerIcon,
} from "@tabler/icons-react";
import { type MouseEvent, type ReactNode, useEffect, useRef } from "react";

import { formatDuration } from "@/lib/format";
import { t } from "@/lib/i18n";
import type { Node } from "@/lib/rule";

import classes from "./flow.module.css";
import { iconOf, toneOf } from "./kinds";
import { StatusMark } from "./StatusMark";
import { useFlow, useFlowStore } from "./store";
import type { FlowSelection, FlowStatus } from "./types";

/** Takes the focus when the flow says so, as soon as it is on the screen. */
function useFocus(id: FlowSelection) {
  const store = useFlowStore();
  const wanted = useFlow(({ focus }) => focus === id);
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!wanted) return;
    ref.current?.focus({ preventScroll: true });
    store.setState({ focus: null });
  }, [wanted, store]);
  return ref;
}

/** What a node does beside its action, as small signs with their words. */
function Signs({ node }: { node: Node }) {
  const signs: [TablerIcon, string][] = [];
  if (node.when !== undefined) signs.push([IconFilter, t("flow.badge.when")]);
  if (Array.isArray(node.on_error)) signs.push([IconLifebuoy, t("flow.badge.handler")]);
  if (node.on_error === "continue") signs.push([IconLifebuoy, t("flow.badge.continue")]);
  const attempts = node.retry?.attempts ?? 1;
  if (attempts > 1) signs.push([IconRepeat, t("flow.badge.retry", { count: attempts })]);
  return signs.map(([Icon, words]) => (
    <span key={words} className={classes.sign} title={words}>
      <Icon size={14} aria-hidden />
      <span className="visually-hidden">{words}</span>
    </span>
  ));
}

function Figures({ status }: { status: FlowStatus }) {
  const { items, progress, credits = 0, seconds } = status;
  const facts = [
    items && t("flow.status.items", { done: items.done, total: items.total }),
    !items && status.status === "running" && progress && t("flow.status.percent", { percent: progress }),
    credits > 0 && t("flow.status.credits", { count: credits }),
    seconds !== undefined && formatDuration(seconds),
  ].filter((fact): fact is string => typeof fact === "string");
  return <>{facts.join(" · ")}</>;
}

const percentOf = ({ progress, items }: FlowStatus): number =>
  items ? (100 * items.done) / Math.max(1, items.total) : (progress ?? 0);

interface CardProps {
  id: FlowSelection;
  Icon: TablerIcon;
  tone: string;
  title: ReactNode;
  text: ReactNode;
  signs?: ReactNode;
  status?: FlowStatus | undefined;
  problems: number;
  selected: boolean;
  menu?: ReactNode;
}

/** A part of the flow that can be opened. */
export function Card({
  id,
  Icon,
  tone,
  title,
  text,
  signs,
  status,
  problems,
  selected,
  menu,
}: CardProps) {
  const store = useFlowStore();
  const ref = useFocus(id);
  const openMenu = (event: MouseEvent) => {
    if (menu === undefined) return;
    event.preventDefault();
    store.setState({ menu: id });
  };
  return (
    <div
      className={classes.card}
      data-tone={tone}
      data-selected={selected || undefined}
      data-status={status?.status}
      data-wrong={problems > 0 || undefined}
      data-menu={menu !== undefined || undefined}
    >
      <button
        ref={ref}
        type="button"
        className={classes.cardMain}
        data-stop={id}
        aria-pressed={selected}
        onContextMenu={openMenu}
        onClick={() => {
          store.getState().host.onSelect(id);
        }}
      >
        <span className={classes.icon}>
          <Icon size={19} stroke={1.8} aria-hidden />
        </span>
        <span className={classes.words}>
          <span className={classes.title}>{title}</span>
          <span className={classes.second}>
            {signs}
            <span className={classes.text}>
              {status ? <StatusText status={status} text={text} /> : text}
            </span>
          </span>
        </span>
        <span className={classes.signs}>
          {problems > 0 && (
            <span className={classes.wrong} title={t("flow.problems", { count: problems })}>
              <IconAlertTriangle size={16} aria-hidden />
              <span className="visually-hidden">{t("flow.problems", { count: problems })}</span>
            </span>
          )}
          {status && <StatusMark status={status.status} />}
        </span>
      </button>
      {menu}
      {status?.status === "running" && (
        <span className={classes.bar} aria-hidden>
          <span style={{ inlineSize: `${String(percentOf(status))}%` }} />
        </span>
      )}
    </div>
  );
}

/** The figures of a run where there are some, else what the step is about. */
function StatusText({ status, text }: { status: FlowStatus; text: ReactNode }) {
  if (status.error !== undefined) return <span title={status.error}>{status.error}</span>;
  const hasFigures =
    status.items !== undefined ||
    status.seconds !== undefined ||
    (status.credits ?? 0) > 0 ||
    status.status === "running";
  return hasFigures ? <Figures status={status} /> : text;
}

interface StepCardProps {
  id: FlowSelection;
  node: Node;
  name: string;
  summary: string;
  status: FlowStatus | undefined;
  problems: number;
  selected: boolean;
  menu?: ReactNode;
}

export function StepCard({ node, name, summary, ...rest }: StepCardProps) {
  return (
    <Card
      {...rest}
      Icon={iconOf(node.type)}
      tone={toneOf(node.type)}
      title={name}
      text={summary}
      signs={<Signs node={node} />}
    />
  );
}
