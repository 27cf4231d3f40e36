import { later } from "../../locales/en.json";

export default later;
