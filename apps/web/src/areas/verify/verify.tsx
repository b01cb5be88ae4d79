export function Verify() {
  return <h1 className="p-6 text-2xl font-semibold">Verify</h1>;
}
