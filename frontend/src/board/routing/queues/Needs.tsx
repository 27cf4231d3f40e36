/* What is asked for, as chips: skill and level; and the team that it is kept for. */
import { Icon } from "../../../shared/staff/Icon";
import { teams } from "../../choices";
import { skillName, t } from "../words";

interface Props {
  readonly needs: readonly { readonly skill: string; readonly level: number }[];
  readonly team: string | null;
}

export function Needs({ needs, team }: Props) {
  return (
    <span class="chips">
      {needs.length === 0 && <span class="chip">{t("anybody")}</span>}
      {needs.map(({ skill, level }) => (
        <span key={skill} class="chip">
          {t("skill_level", { skill: skillName(skill), level })}
        </span>
      ))}
      {team && (
        <span class="chip">
          <Icon name="users" />
          {teams.value.find(({ key }) => key === team)?.name ?? team}
        </span>
      )}
    </span>
  );
}

/** The needs of a conversation as the chips take them. */
export const asList = (needs: Readonly<Record<string, number>>) =>
  Object.entries(needs).map(([skill, level]) => ({ skill, level }));
