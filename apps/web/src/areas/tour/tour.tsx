export function Tour() {
  return <h1 className="p-6 text-2xl font-semibold">Tour</h1>;
}
