// What `umlauf start` and `umlauf demo` print.
import { bilingual } from '../core/texts.ts'

export const startTexts = bilingual({
  de: {
    opening: 'Umlauf öffnet seine Datenbank …',
    ready: 'Der Raum ist offen. Bitte diese Adresse im Browser öffnen:',
    next: [
      'Dort:',
      '  1. als „Geschäftsstelle 2“ den vorbereiteten Entwurf E-1 bestätigen,',
      '  2. als „Geschäftsstelle 1“ eröffnen,',
      '  3. als Mitglied oder Vertretung abstimmen (oder „Beispielstimmen abgeben“),',
      '  4. „Zum Ende springen“,',
      '  5. als „Vorsitz“ das Ergebnis feststellen.',
      'Strg+C beendet; alles bleibt gespeichert.',
    ].join('\n'),
    stopped: 'Umlauf ist beendet.',
    realNeedsNetwork:
      'Ein echter Rat braucht eine Verbindung zu Slack oder Matrix (docs/slack.md und docs/matrix.md zeigen, wie): Bitte SLACK_BOT_TOKEN und SLACK_APP_TOKEN setzen, oder MATRIX_HOMESERVER_URL und MATRIX_USER_ID. Ohne „--real“ startet eine Probe.',
    inNetworks: (names: readonly string[]) =>
      `Umlauf ist in ${names.join(' und ')}. Beenden mit Strg+C.`,
    invented: 'Stimmen erfunden; veröffentlicht ist nur das Ergebnis.',
    demo: 'Der Umlauf zur EfA-Finanzierung, der zum Beschluss 2023/35 wurde:',
    watch: 'Mitlesen im Browser:',
    step: (when: string, what: string) => `${when}  ${what}`,
    done: 'Das Spiel ist zu Ende; der Raum bleibt offen. Strg+C beendet. „--new“ beginnt von vorn.',
    failed: (what: string) => `Das Spiel ist stehen geblieben: ${what}`,
  },
  en: {
    opening: 'Umlauf opens its database …',
    ready: 'The room is open. Please open this address in a browser:',
    next: [
      'There:',
      '  1. as “Geschäftsstelle 2” confirm the prepared draft E-1,',
      '  2. as “Geschäftsstelle 1” open it,',
      '  3. as a member or deputy vote (or “Cast sample votes”),',
      '  4. “Jump to the end”,',
      '  5. as “Vorsitz” state the result.',
      'Ctrl+C ends it; everything stays stored.',
    ].join('\n'),
    stopped: 'Umlauf has ended.',
    realNeedsNetwork:
      'A real council needs a connection to Slack or Matrix (docs/slack.md and docs/matrix.md show how): please set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or MATRIX_HOMESERVER_URL and MATRIX_USER_ID. Without “--real” a rehearsal starts.',
    inNetworks: (names) => `Umlauf is in ${names.join(' and ')}. Ctrl+C ends it.`,
    invented: 'Votes invented; only the result is published.',
    demo: 'The circulation on EfA financing that became decision 2023/35:',
    watch: 'Read along in the browser:',
    step: (when: string, what: string) => `${when}  ${what}`,
    done: 'The play has ended; the room stays open. Ctrl+C ends it. “--new” starts over.',
    failed: (what: string) => `The play has stopped: ${what}`,
  },
})
