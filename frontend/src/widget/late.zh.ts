import { later } from "../../locales/zh.json";

export default later;
