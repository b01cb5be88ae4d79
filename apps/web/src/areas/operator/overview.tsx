export function Overview() {
  return <h1 className="p-6 text-2xl font-semibold">Overview</h1>;
}
