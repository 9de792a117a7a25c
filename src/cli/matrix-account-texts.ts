// What `umlauf matrix setup|recover|status` says and asks.
import { bilingual } from '../core/texts.ts'

export const matrixAccountTexts = bilingual({
  de: {
    askPassword: (user: string) => `Kennwort von ${user} (wird nicht angezeigt):`,
    askToken: (user: string) => `Zugriffstoken von ${user} (wird nicht angezeigt):`,
    askRecoveryKey: 'Wiederherstellungsschlüssel (wird nicht angezeigt):',
    noTerminal:
      'Hier ist kein Terminal, an dem sich fragen ließe. Bitte MATRIX_PASSWORD_FILE auf eine Datei mit dem Kennwort (mit „--token“: mit dem Zugriffstoken) setzen.',
    noKeyHere:
      'Der Wiederherstellungsschlüssel liegt nicht im Datenordner, und hier ist kein Terminal, an dem sich fragen ließe. Bitte MATRIX_RECOVERY_KEY_FILE setzen.',
    noPasswordFile: 'Die Datei aus MATRIX_PASSWORD_FILE lässt sich nicht lesen.',
    loggingIn: (user: string, homeserver: string) => `${user} meldet sich bei ${homeserver} an …`,
    makingIdentity: 'Identität, Tresor für Schlüssel und Sicherung werden angelegt …',
    goingOn: 'Eine frühere Einrichtung wurde unterbrochen; sie wird zu Ende gebracht …',
    alreadySetUp: (user: string, device: string) =>
      `${user} ist schon eingerichtet, Gerät ${device}. Es gibt nichts zu tun; „umlauf matrix status“ zeigt, wie es steht.`,
    ready: (user: string, device: string) =>
      `${user} ist angemeldet, Gerät ${device}, und für andere als sein eigenes zu erkennen.`,
    keyKept: (file: string) =>
      [
        'Der Wiederherstellungsschlüssel liegt hier:',
        '',
        `    ${file}`,
        '',
        'Bitte auch außerhalb dieses Rechners aufbewahren, wie einen Hauptschlüssel: Nur mit ihm bleibt',
        'die Identität, wenn dieser Ordner verloren geht. Wer ihn hat, kann sich als Umlauf ausgeben.',
      ].join('\n'),
    next: 'Weiter: npm run umlauf -- doctor',
    recovered: (user: string, device: string) =>
      `${user} hat ein neues Gerät, ${device}, mit derselben Identität wie vorher. Niemand sieht eine Warnung.`,
    warning: (user: string) =>
      [
        `Eine neue Identität für ${user} macht die bisherige ungültig:`,
        '- Alle, die Umlauf bestätigt haben, sehen eine Warnung und müssen es noch einmal tun.',
        '- Was mit den alten Schlüsseln gesichert ist, lässt sich danach nicht mehr lesen.',
        '- Gezählte Stimmen und Ergebnisse sind davon nicht berührt.',
        'Mit dem Wiederherstellungsschlüssel ist das nie nötig: „umlauf matrix recover“ ohne „--new-identity“.',
      ].join('\n'),
    askPhrase: (phrase: string) => `Wenn es sein muss, bitte genau dies eintippen: ${phrase}\n>`,
    phrase: (user: string) => `neue Identität für ${user}`,
    notConfirmed: 'Nicht bestätigt; nichts wurde geändert.',
    renewed: (user: string, device: string) =>
      `${user} hat eine neue Identität und ein neues Gerät, ${device}. Bitte sagen Sie allen, dass sie die Warnung erwarten sollen.`,
    fine: 'gut    ',
    attention: 'ACHTUNG',
  },
  en: {
    askPassword: (user) => `Password of ${user} (not shown):`,
    askToken: (user) => `Access token of ${user} (not shown):`,
    askRecoveryKey: 'Recovery key (not shown):',
    noTerminal:
      'There is no terminal here to ask at. Please set MATRIX_PASSWORD_FILE to a file with the password (with “--token”: with the access token).',
    noKeyHere:
      'The recovery key is not in the data folder, and there is no terminal here to ask at. Please set MATRIX_RECOVERY_KEY_FILE.',
    noPasswordFile: 'The file of MATRIX_PASSWORD_FILE cannot be read.',
    loggingIn: (user, homeserver) => `${user} logs in at ${homeserver} …`,
    makingIdentity: 'Identity, vault for keys and backup are made …',
    goingOn: 'An earlier setup was interrupted; it is brought to its end …',
    alreadySetUp: (user, device) =>
      `${user} is set up already, device ${device}. There is nothing to do; “umlauf matrix status” shows how things stand.`,
    ready: (user, device) =>
      `${user} is logged in, device ${device}, and others see it as its own.`,
    keyKept: (file) =>
      [
        'The recovery key is here:',
        '',
        `    ${file}`,
        '',
        'Please keep it outside of this machine as well, like a master key: only with it the identity',
        'stays when this folder is lost. Whoever has it can pass as Umlauf.',
      ].join('\n'),
    next: 'Next: npm run umlauf -- doctor',
    recovered: (user, device) =>
      `${user} has a new device, ${device}, with the same identity as before. Nobody sees a warning.`,
    warning: (user) =>
      [
        `A new identity for ${user} makes the present one void:`,
        '- Everybody who has verified Umlauf sees a warning and has to do it again.',
        '- What is backed up with the old keys cannot be read any more.',
        '- Counted votes and results are not concerned.',
        'With the recovery key this is never needed: “umlauf matrix recover” without “--new-identity”.',
      ].join('\n'),
    askPhrase: (phrase) => `If it has to be, please type exactly this: ${phrase}\n>`,
    phrase: (user) => `new identity for ${user}`,
    notConfirmed: 'Not confirmed; nothing was changed.',
    renewed: (user, device) =>
      `${user} has a new identity and a new device, ${device}. Please tell everybody to expect the warning.`,
    fine: 'fine     ',
    attention: 'ATTENTION',
  },
})
