import { widget } from "../../locales/zh.json";

export default widget;
