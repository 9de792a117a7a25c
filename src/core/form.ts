// The neutral form: the fields a command still needs, with limits and hints; leaves drawing to the platforms and judging to the command's own arguments.

/** One field. A platform may enforce the limits early; the command judges them again. */
export type Field = {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly kind: 'line' | 'paragraph' | 'choice'
  readonly required: boolean
  readonly maxLength: number
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

/** A form of one command. `args` travel with it unseen and come back as they were. */
export type Form = {
  readonly verb: string
  readonly args: Readonly<Record<string, string>>
  readonly title: string
  readonly intro: string
  readonly fields: readonly Field[]
  readonly submit: string
  /** What somebody gave for the fields, as opposed to what stood there anyway: what opens the form again keeps only this. */
  readonly given: Readonly<Record<string, string>>
  /** Worded faults by field name, when the form comes back. */
  readonly faults: Readonly<Record<string, string>>
}
