// @ts-check
/** One lesson as a row of the list, with what can be done to it. */

import { runCommand } from './api.js'
import { button, element } from './dom.js'
import { provenance } from './lesson_sources.js'
import { commandButton, drawReply } from './replies.js'

/**
 * @typedef {import('./api.js').Lesson} Lesson
 * @typedef {(reply: import('./api.js').Reply) => void} Answered
 */

/** What is said of one's own vote. */
const OWN = { 1: ['You are for it'], '-1': ['You are against it'], 0: [] }

/**
 * @param {Lesson} lesson
 * @param {Answered} answered told what became of a deed
 */
export function lessonRow(lesson, answered) {
  const head = element('th', '', `#${lesson.number}`)
  head.scope = 'row'
  const row = element(
    'tr',
    '',
    head,
    element('td', 'rule', ...ruleCell(lesson, answered)),
    cell('Holds', lesson.for),
    cell('Standing', lesson.standing),
    cell('Votes', `${lesson.supporters} for, ${lesson.opponents} against`, ...OWN[lesson.vote]),
    cell('Used', lesson.used ? `in ${lesson.used} ${lesson.used === 1 ? 'answer' : 'answers'}` : 'not yet'),
    cell('Effect', ...(lesson.effect.length ? lesson.effect : ['Nothing counted yet'])),
  )
  row.dataset.standing = lesson.standing
  return row
}

/**
 * @param {Lesson} lesson
 * @param {Answered} answered
 */
function ruleCell(lesson, answered) {
  const text = element('p', '', lesson.rule)
  text.dir = 'auto'
  const facts = [lesson.about, lesson.check && `checked: ${lesson.check}`].filter(Boolean).join(' · ')
  const edit = button('Edit', 'deed', () => text.replaceWith(editor(lesson, text, answered)))
  const deeds = lesson.deeds.map((command) => commandButton(command, answered))
  const past = element('div', 'reply')
  const line = element('div', 'deeds', edit, ...deeds, history(lesson, past))
  return [text, element('p', 'source', facts), ...lesson.sources.map(provenance), line, past]
}

/**
 * @param {Lesson} lesson
 * @param {HTMLElement} past where it is told
 */
function history({ number }, past) {
  const made = button('History', 'deed', async () => {
    const opens = made.getAttribute('aria-expanded') === 'false'
    made.setAttribute('aria-expanded', String(opens))
    if (!opens) return past.replaceChildren()
    drawReply(past, { ...(await runCommand(`lessons show ${number}`)), buttons: [] })
    past.tabIndex = -1
    past.focus()
  })
  made.setAttribute('aria-expanded', 'false')
  return made
}

/**
 * A form in place of the rule's text.
 * @param {Lesson} lesson
 * @param {HTMLElement} text
 * @param {Answered} answered
 */
function editor(lesson, text, answered) {
  const rule = element('input')
  rule.value = lesson.rule
  rule.maxLength = 200
  rule.dir = 'auto'
  rule.setAttribute('aria-label', `Rule of lesson #${lesson.number}`)
  const save = element('button', 'deed', 'Save')
  const form = element('form', 'line', rule, save, button('Cancel', 'deed', () => form.replaceWith(text)))
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    answered(await runCommand(`lessons edit ${lesson.number} ${rule.value}`))
  })
  requestAnimationFrame(() => rule.focus()) // once it is on the page
  return form
}

/**
 * @param {string} name shown before it where the list is too narrow for columns
 * @param {...string} lines
 */
function cell(name, ...lines) {
  const made = element('td', '', ...lines.map((line) => element('p', '', line)))
  made.dataset.name = name
  return made
}
