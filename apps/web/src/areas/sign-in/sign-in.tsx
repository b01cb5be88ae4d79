export function SignIn() {
  return <h1 className="p-6 text-2xl font-semibold">SignIn</h1>;
}
