import { widget } from "../../locales/en.json";

export default widget;
