import { ActionIcon, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import {
  IconFocusCentered,
  IconMap2,
  IconZoomIn,
  IconZoomOut,
  type TablerIcon,
} from "@tabler/icons-react";
import { MiniMap, Panel, useReactFlow } from "@xyflow/react";
import { useState } from "react";

import { t } from "@/lib/i18n";

import classes from "./flow.module.css";
import mini from "./minimap.module.css";
import type { FlowNode } from "./parts";

interface ControlProps {
  Icon: TablerIcon;
  label: string;
  onClick: () => void;
  pressed?: boolean;
}

function Control({ Icon, label, onClick, pressed }: ControlProps) {
  return (
    <Tooltip label={label} position="right">
      <ActionIcon
        variant={pressed ? "light" : "default"}
        size="lg"
        aria-label={label}
        {...(pressed !== undefined && { "aria-pressed": pressed })}
        onClick={onClick}
      >
        <Icon size={18} stroke={1.8} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

/** On the overview a frame is a surface, a step a bar. */
const miniClass = ({ type }: FlowNode): string =>
  (type === "frame" ? mini.miniFrame : type === "mark" ? mini.miniMark : mini.miniStep) ?? "";

const MAP = { width: 132, height: 104 };

/** Zoom, fit and the overview, which is off on a phone and for a short rule until somebody wants it. */
export function CanvasControls({ isLong }: { isLong: boolean }) {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const isWide = useMediaQuery("(min-width: 62em)", true);
  const [chosen, setChosen] = useState<boolean | null>(null);
  const hasMap = chosen ?? (isWide && isLong);
  return (
    <>
      <Panel
        position="bottom-left"
        className={classes.controls ?? ""}
        aria-label={t("flow.controls")}
        role="group"
      >
        <Control Icon={IconZoomIn} label={t("flow.zoomIn")} onClick={() => void zoomIn()} />
        <Control Icon={IconZoomOut} label={t("flow.zoomOut")} onClick={() => void zoomOut()} />
        <Control
          Icon={IconFocusCentered}
          label={t("flow.fit")}
          onClick={() => void fitView({ padding: 0.08, maxZoom: 1 })}
        />
        <Control
          Icon={IconMap2}
          label={t("flow.minimap.toggle")}
          pressed={hasMap}
          onClick={() => {
            setChosen(!hasMap);
          }}
        />
      </Panel>
      {hasMap && (
        <MiniMap<FlowNode>
          ariaLabel={t("flow.minimap")}
          style={MAP}
          position="bottom-right"
          pannable
          zoomable
          nodeClassName={miniClass}
          nodeBorderRadius={12}
        />
      )}
    </>
  );
}
