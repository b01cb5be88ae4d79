import "../../style.css";
import "./page.ts";
