export function Settlements() {
  return <h1 className="p-6 text-2xl font-semibold">Settlements</h1>;
}
