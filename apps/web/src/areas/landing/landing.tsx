export function Landing() {
  return <h1 className="p-6 text-2xl font-semibold">Landing</h1>;
}
