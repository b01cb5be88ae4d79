export function Institution() {
  return <h1 className="p-6 text-2xl font-semibold">Institution</h1>;
}
