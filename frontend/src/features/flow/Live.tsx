import { useFlow } from "./store";

/** Says aloud what happens in the flow. */
export function Live() {
  const { text, turn } = useFlow(({ said }) => said);
  return (
    <div className="visually-hidden" role="status">
      {/* Another element for the same words, so that they are said again. */}
      <span key={turn}>{text}</span>
    </div>
  );
}
