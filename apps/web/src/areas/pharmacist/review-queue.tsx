export function ReviewQueue() {
  return <h1 className="p-6 text-2xl font-semibold">ReviewQueue</h1>;
}
