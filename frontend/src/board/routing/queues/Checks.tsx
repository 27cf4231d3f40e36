/* What must never be so, looked for all the time; and the rule that is in force, by team. */
import { Icon } from "../../../shared/staff/Icon";
import { teams } from "../../choices";
import type { RoutingLive } from "../shapes";
import { counted, said, t, term, time } from "../words";

export function Checks({ checks, policy }: Pick<RoutingLive, "checks" | "policy">) {
  const { at, violations } = checks;
  return (
    <section aria-labelledby="checks">
      <header>
        <h2 id="checks">{t("checks")}</h2>
        {at !== null && <span class="xs soft">{t("as_of", { time: time(at) })}</span>}
      </header>
      {at === null && <p class="soft">{t("not_checked")}</p>}
      {at !== null && violations.length === 0 && (
        <p class="good">
          <Icon name="check" class="s" /> {t("checks_good")}
        </p>
      )}
      {violations.length > 0 && (
        <>
          <p class="bad" role="alert">
            <Icon name="urgent" class="s" /> {counted("checks_bad", violations.length)}
          </p>
          <ul class="xs broken">
            {violations.map(({ rule, says, conversation = "", agent = "" }) => (
              <li key={`${rule} ${conversation} ${agent}`}>
                {said(says)} <span class="soft">{rule}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <Policy policy={policy} />
    </section>
  );
}

function Policy({ policy }: Pick<RoutingLive, "policy">) {
  const named = (key: string) => teams.value.find((team) => team.key === key)?.name ?? key;
  return (
    <table class="facts rule-of">
      <caption class="vh">{t("rule_in_force")}</caption>
      <tbody>
        {Object.entries(policy).map(([team, name]) => (
          <tr key={team}>
            <th scope="row">{team ? named(team) : t("rule_in_force")}</th>
            <td>
              <b>{term("policy", name)}</b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
