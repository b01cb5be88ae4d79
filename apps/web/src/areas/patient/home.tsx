export function PatientHome() {
  return <h1 className="p-6 text-2xl font-semibold">PatientHome</h1>;
}
