export function Worklist() {
  return <h1 className="p-6 text-2xl font-semibold">Worklist</h1>;
}
