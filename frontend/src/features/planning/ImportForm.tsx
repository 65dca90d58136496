import type { Site } from "@/lib/api";

import { ImportDone, ImportRunning } from "./ImportOutcome";
import { ImportPicker } from "./ImportPicker";
import { ImportPreviewStep } from "./ImportPreviewStep";
import type { KeywordImport } from "./useImport";

interface ImportFormProps {
  site: Site;
  keywordImport: KeywordImport;
  onClose: () => void;
}

/** Keywords into a site: choose, look at what was recognised, send, watch, read what became of it. */
export function ImportForm({ site, keywordImport, onClose }: ImportFormProps) {
  const { state, choose, start, reset } = keywordImport;
  switch (state.kind) {
    case "preview":
      return (
        <ImportPreviewStep
          file={state.file}
          preview={state.preview}
          onImport={(mapping) => {
            start({ file: state.file, mapping });
          }}
          onBack={reset}
        />
      );
    case "running":
      return <ImportRunning rows={state.rows} percent={state.percent} />;
    case "done":
      return <ImportDone outcome={state.outcome} onAgain={reset} onClose={onClose} />;
    default:
      return (
        <ImportPicker
          site={site}
          failure={state.kind === "failed" ? state.error.message : null}
          loading={state.kind === "reading"}
          onFile={choose}
        />
      );
  }
}
