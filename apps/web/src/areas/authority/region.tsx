export function Region() {
  return <h1 className="p-6 text-2xl font-semibold">Region</h1>;
}
