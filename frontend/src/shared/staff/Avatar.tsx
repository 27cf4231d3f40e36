/* A person's mark in a disc; an icon where there is no name. */
import { initials } from "../initials";
import { Icon, type IconName } from "./Icon";

export function Avatar({ name, icon, class: extra = "" }: { name: string; icon?: IconName; class?: string }) {
  return (
    <span class={`av ${extra}`} aria-hidden="true">
      {icon ? <Icon name={icon} /> : initials(name)}
    </span>
  );
}
