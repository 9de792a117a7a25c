// The neutral form as HTML: every field with its label, hint and fault beside it; leaves judging what was written to the command.
import { html } from 'hono/html'
import type { Field, Form } from '../../core/form.ts'
import type { Language } from '../../core/values.ts'
import { type Html, hiddenFields, prefixed, type Surface } from './render.ts'
import { roomTexts } from './texts.ts'

/** Up to this many options are shown side by side, more in a list to open. */
const MOST_RADIOS = 6

/**
 * A form of a command. Where it came back with faults, they are listed above with links to their fields and said again
 * beside each. Limits are not enforced while typing: a pasted text would be cut silently.
 */
export function renderForm(form: Form, viewPath: string, surface: Surface): Html {
  const t = roomTexts[surface.language]
  const faulty = form.fields.filter(({ name }) => form.faults[name] !== undefined)
  const first = faulty[0] ?? form.fields[0]
  return html`<section class="form" aria-labelledby="form-title"><h2 id="form-title">${form.title}</h2>
${form.intro === '' ? '' : html`<p>${form.intro}</p>`}
${
  faulty.length > 0
    ? html`<div class="faults" id="faults"><p>${t.formFaults}</p><ul>${faulty.map(
        ({ name, label }) => html`<li><a href="#f-${name}">${label}: ${form.faults[name]}</a></li>`,
      )}</ul></div>`
    : ''
}
<form method="post" action="${surface.path}/form" novalidate>${hiddenFields({
    request: surface.requestId('form'),
    origin: surface.privately ? 'private' : 'view',
    verb: form.verb,
    said: form.title,
    ...prefixed('arg', form.args),
  })}
${form.fields.map((field) => renderField(field, form.faults[field.name], field === first, surface.language))}
<div class="actions"><button class="primary">${form.submit}</button><a class="button" href="${viewPath}">${t.cancel}</a></div></form></section>`
}

function renderField(
  field: Field,
  fault: string | undefined,
  first: boolean,
  language: Language,
): Html {
  const { name, label, hint, kind, required } = field
  const id = `f-${name}`
  const described = [hint === '' ? '' : `${id}-hint`, fault === undefined ? '' : `${id}-fault`]
    .join(' ')
    .trim()
  const words = html`${label}${required ? html` <span class="quiet">(${roomTexts[language].required})</span>` : ''}`
  const below = html`${hint === '' ? '' : html`<p class="hint" id="${id}-hint">${hint}</p>`}${fault === undefined ? '' : html`<p class="fault" id="${id}-fault">${fault}</p>`}`
  const state = html`${required ? html` required` : ''}${fault === undefined ? '' : html` aria-invalid="true"`}${described === '' ? '' : html` aria-describedby="${described}"`}${first ? html` autofocus` : ''}`
  if (kind === 'choice' && field.options.length <= MOST_RADIOS) {
    return html`<fieldset class="field" id="${id}"${described === '' ? '' : html` aria-describedby="${described}"`}><legend>${words}</legend>${below}${renderRadios(field, first)}</fieldset>\n`
  }
  return html`<div class="field"><label for="${id}">${words}</label>${below}${renderInput(field, id, state)}</div>\n`
}

function renderRadios({ name, value, options }: Field, first: boolean): Html {
  const focused = Math.max(
    0,
    options.findIndex((option) => option.value === value),
  )
  return html`${options.map(
    (option, n) =>
      html`<label class="radio"><input type="radio" name="value.${name}" value="${option.value}"${option.value === value ? html` checked` : ''}${first && n === focused ? html` autofocus` : ''}> ${option.label}</label>`,
  )}`
}

function renderInput({ name, kind, value, options }: Field, id: string, state: Html): Html {
  switch (kind) {
    case 'line':
      return html`<input id="${id}" name="value.${name}" value="${value}" autocomplete="off"${state}>`
    case 'paragraph':
      // the parser drops the first newline of a textarea, so one is given to it
      return html`<textarea id="${id}" name="value.${name}" rows="6"${state}>\n${value}</textarea>`
    case 'choice':
      return html`<select id="${id}" name="value.${name}"${state}><option value=""></option>${options.map(
        (option) =>
          html`<option value="${option.value}"${option.value === value ? html` selected` : ''}>${option.label}</option>`,
      )}</select>`
  }
}
