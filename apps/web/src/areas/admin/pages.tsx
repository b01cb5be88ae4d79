import { Institution } from "./institution.tsx";

export const StaffPage = () => <Institution part="staff" />;
export const KeysPage = () => <Institution part="keys" />;
export const AboutPage = () => <Institution part="about" />;
