// The wording of reminders, of the secretariat's list, and of reminding and snoozing by hand.
import { bilingual } from '../texts.ts'

export const reminderTexts = bilingual({
  de: {
    // the reminder
    title: (party: string) => `Erinnerung: ${party}`,
    endsAt: (when: string, days: number) =>
      `Ende: ${when} – ${days === 0 ? 'heute ist der letzte Arbeitstag' : days === 1 ? 'noch 1 Arbeitstag' : `noch ${days} Arbeitstage`}`,
    wasDue: (when: string) => `War fällig: ${when}`,
    asDeputy: 'Sie erhalten diese Erinnerung als Vertretung.',
    asHead:
      'Sie erhalten diese Erinnerung als Leitung: Mitglied und Vertretung haben noch nicht geantwortet oder sind nicht zu erreichen.',
    byOffice: 'Die Geschäftsstelle erinnert.',
    snoozeLabel: 'Später erinnern …',
    snoozeSpoken: (party: string) => `Die Erinnerung für ${party} zurückstellen`,
    snoozeTyped: (called: string, party: string) => `zurückstellen ${called} für ${party}`,
    // the list of the secretariat
    listTitle: (title: string) => `Wer noch fehlt: ${title}`,
    reminded: (party: string, names: string) => `${party} – erinnert: ${names}`,
    remindedLast: (party: string, names: string) => `${party} – zuletzt erinnert: ${names}`,
    unreached: (party: string) => `${party} – niemand zu erreichen`,
    andMore: (n: number) => (n === 1 ? 'und ein weiterer' : `und ${n} weitere`),
    listHint: (called: string) => `„erinnern ${called}“ erinnert von Hand.`,
    paused: (party: string, title: string, until: string, by: string, reason: string) =>
      `${party} wird zu ${title} erst am ${until} wieder erinnert. Zurückgestellt von ${by}. Grund: ${reason}`,
    // reminding by hand
    helpRemind: 'Erinnert, wer noch fehlt; zeigt vorher, wer die Erinnerung bekommt',
    party: 'Vertragspartner',
    partyWords: 'für, vertragspartner',
    partyHint: 'zum Beispiel HE; ohne Angabe alle, die fehlen, oder Ihr eigener',
    confirm: 'Jetzt erinnern',
    confirmHint: 'erst mit „jetzt“ gehen die Erinnerungen hinaus',
    notFound: (written: string) =>
      `Zu „${written}“ ist nichts offen, woran zu erinnern wäre. „status“ zeigt, was offen ist.`,
    officeNeeded: (body: string) =>
      `Dafür brauchen Sie das Amt in diesem Gremium (${body}): Vorsitz oder Geschäftsstelle. Es wurde niemand erinnert.`,
    nobodyMissing: (title: string) => `Niemand fehlt: ${title}. Es wird niemand erinnert.`,
    notMissing: (party: string, title: string) =>
      `${party} fehlt nicht: ${title}. Es wird niemand erinnert.`,
    unknownParty: (party: string, known: string) =>
      `„${party}“ ist kein Vertragspartner dieses Gremiums. Bekannt: ${known}.`,
    sealed: (title: string) =>
      `Wer fehlt, bleibt bis zum Ende verdeckt: ${title}. Erinnern Sie ohne „für“ alle, die noch fehlen.`,
    quiet: (when: string) =>
      `Jetzt ist Ruhezeit, und es wurde niemand erinnert. Wieder möglich ab ${when}.`,
    nobodyReached: (parties: string) =>
      `Niemand ist zu erreichen: ${parties}. Bitte nehmen Sie Personen mit Konto in die Ratsdatei auf.`,
    previewTitle: (title: string) => `Vorschau der Erinnerung: ${title}`,
    previewIntro: 'Diese Personen würden jetzt privat erinnert:',
    previewLine: (party: string, names: string) => `${party}: ${names}`,
    previewSealed: 'Erinnert würde jetzt privat, wer noch fehlt. Wer das ist, bleibt verdeckt.',
    leftOut: (party: string, why: string) => `${party}: nicht jetzt, ${why}`,
    whyQuiet: (when: string) => `dort ist bis ${when} Ruhezeit`,
    whyUnreached: 'niemand ist zu erreichen',
    remindLabel: 'Jetzt erinnern',
    remindSpoken: (called: string) => `Zu ${called} jetzt erinnern`,
    remindTyped: (called: string, party: string) =>
      `erinnern ${called}${party === '' ? '' : ` für ${party}`} jetzt`,
    nothingYet: 'Noch ist niemand erinnert.',
    remindedNow: (title: string, names: string) => `${title}. Erinnert: ${names}.`,
    remindedSealed: (title: string) => `Erinnert ist, wer noch fehlt: ${title}.`,
    already: (title: string) =>
      `Seit dieser Vorschau wurde schon erinnert: ${title}. Es wurde niemand noch einmal erinnert. „erinnern“ zeigt eine neue Vorschau.`,
    // snoozing
    helpSnooze:
      'Stellt die Erinnerungen für einen Vertragspartner zurück, mit Grund, bis zu einem Tag',
    until: 'Bis',
    untilHint: 'der Tag, an dem wieder erinnert wird',
    reason: 'Grund',
    reasonHint: 'wird festgehalten und der Geschäftsstelle gezeigt',
    snoozeTitle: 'Erinnerung zurückstellen',
    snoozeIntro:
      'An diesem Tag wird wieder erinnert. Das Ende ändert sich nicht, und was das Schweigen bedeutet, auch nicht.',
    snoozeSubmit: 'Zurückstellen',
    whichParty: (parties: string) =>
      `Für wen? Bitte schreiben Sie es dazu, zum Beispiel „für ${parties.split(', ')[0] ?? ''}“. Möglich: ${parties}.`,
    notYours:
      'Zurückstellen können das Mitglied, die Vertretung und, solange nicht verdeckt ist, wer fehlt, die Geschäftsstelle. Es wurde nichts geändert. „wer bin ich“ zeigt Ihre Mandate.',
    daysOnly: 'Hier zählt der ganze Tag. Bitte lassen Sie die Uhrzeit weg.',
    notInFuture: 'Der Tag muss nach heute liegen. Bitte nennen Sie einen späteren.',
    pastDue: (latest: string) =>
      `Dann wäre das Ende vorbei, und niemand wäre mehr erinnert. Bitte nennen Sie einen Tag, an dem noch Zeit bleibt, spätestens ${latest}.`,
    noTimeLeft:
      'Vor dem Ende ist kein Arbeitstag mehr, an dem erinnert werden könnte. Zurückstellen geht nicht mehr.',
    tooFar: (latest: string) => `So lange geht es nicht. Der späteste Tag ist ${latest}.`,
    pausedAlready: (until: string) =>
      `Es ist schon bis ${until} zurückgestellt. Ändern kann man das nur auf einen späteren Tag.`,
    snoozed: (party: string, title: string, when: string) =>
      `Zurückgestellt: ${party} wird zu ${title} am ${when} wieder erinnert. Die Geschäftsstelle sieht Tag und Grund.`,
  },
  en: {
    title: (party) => `Reminder: ${party}`,
    endsAt: (when, days) =>
      `Ends: ${when} – ${days === 0 ? 'today is the last working day' : days === 1 ? '1 working day left' : `${days} working days left`}`,
    wasDue: (when) => `Was due: ${when}`,
    asDeputy: 'You receive this reminder as the deputy.',
    asHead:
      'You receive this reminder as the head of the office: member and deputy have not answered yet, or cannot be reached.',
    byOffice: 'The secretariat reminds you.',
    snoozeLabel: 'Remind later …',
    snoozeSpoken: (party) => `Snooze the reminder for ${party}`,
    snoozeTyped: (called, party) => `snooze ${called} for ${party}`,
    listTitle: (title) => `Who is still missing: ${title}`,
    reminded: (party, names) => `${party} – reminded: ${names}`,
    remindedLast: (party, names) => `${party} – reminded last: ${names}`,
    unreached: (party) => `${party} – nobody can be reached`,
    andMore: (n) => `and ${n} more`,
    listHint: (called) => `“remind ${called}” reminds by hand.`,
    paused: (party, title, until, by, reason) =>
      `${party} is reminded of ${title} again on ${until} only. Snoozed by ${by}. Reason: ${reason}`,
    helpRemind: 'Reminds whoever is missing; shows first who gets the reminder',
    party: 'Party',
    partyWords: 'for, party',
    partyHint: 'for example HE; without it all that are missing, or your own',
    confirm: 'Remind now',
    confirmHint: 'the reminders go out with “now” only',
    notFound: (written) =>
      `Nothing is open under “${written}” that anybody could be reminded of. “status” shows what is open.`,
    officeNeeded: (body) =>
      `For this you need the office in this body (${body}): chair or secretariat. Nobody was reminded.`,
    nobodyMissing: (title) => `Nobody is missing: ${title}. Nobody is reminded.`,
    notMissing: (party, title) => `${party} is not missing: ${title}. Nobody is reminded.`,
    unknownParty: (party, known) => `“${party}” is no party of this body. Known: ${known}.`,
    sealed: (title) =>
      `Who is missing stays hidden until the end: ${title}. Without “for” you remind all that are missing.`,
    quiet: (when) => `These are quiet hours, and nobody was reminded. Possible again from ${when}.`,
    nobodyReached: (parties) =>
      `Nobody can be reached: ${parties}. Please enter persons with an account in the council file.`,
    previewTitle: (title) => `Preview of the reminder: ${title}`,
    previewIntro: 'These persons would be reminded now, privately:',
    previewLine: (party, names) => `${party}: ${names}`,
    previewSealed:
      'Whoever is still missing would be reminded now, privately. Who that is stays hidden.',
    leftOut: (party, why) => `${party}: not now, ${why}`,
    whyQuiet: (when) => `quiet hours there until ${when}`,
    whyUnreached: 'nobody can be reached',
    remindLabel: 'Remind now',
    remindSpoken: (called) => `Remind of ${called} now`,
    remindTyped: (called, party) => `remind ${called}${party === '' ? '' : ` for ${party}`} now`,
    nothingYet: 'Nobody has been reminded yet.',
    remindedNow: (title, names) => `${title}. Reminded: ${names}.`,
    remindedSealed: (title) => `Whoever is missing has been reminded: ${title}.`,
    already: (title) =>
      `Somebody has been reminded since this preview: ${title}. Nobody was reminded once more. “remind” shows a new preview.`,
    helpSnooze: 'Puts off the reminders for a party, with a reason, until a day',
    until: 'Until',
    untilHint: 'the day of the next reminder',
    reason: 'Reason',
    reasonHint: 'is put on record and shown to the secretariat',
    snoozeTitle: 'Snooze a reminder',
    snoozeIntro:
      'On that day you are reminded again. The end does not change, and neither does what silence will mean.',
    snoozeSubmit: 'Snooze',
    whichParty: (parties) =>
      `For whom? Please add it, for example “for ${parties.split(', ')[0] ?? ''}”. Possible: ${parties}.`,
    notYours:
      'The member, the deputy and, unless it is sealed who is missing, the secretariat can snooze. Nothing was changed. “who am i” shows your mandates.',
    daysOnly: 'The whole day counts here. Please leave out the time.',
    notInFuture: 'The day must be after today. Please name a later one.',
    pastDue: (latest) =>
      `By then the end would have passed, and nobody would have been reminded. Please name a day with time left, ${latest} at the latest.`,
    noTimeLeft:
      'Before the end there is no working day left for a reminder. Snoozing is no longer possible.',
    tooFar: (latest) => `That is too long. The latest day is ${latest}.`,
    pausedAlready: (until) =>
      `It is snoozed until ${until} already. That can only be changed to a later day.`,
    snoozed: (party, title, when) =>
      `Snoozed: ${party} is reminded of ${title} again on ${when}. The secretariat sees the day and the reason.`,
  },
})
