// @ts-check
/** What a command answers, with buttons that run others: in the conversation, below an answer, in the list of lessons. */

import { runCommand } from './api.js'
import { button, element } from './dom.js'
import { download, editor, picker } from './given.js'
import { render } from './markdown.js'

/**
 * @typedef {import('./api.js').Command} Command
 * @typedef {import('./api.js').Reply} Reply
 */

/**
 * Return what stands under an answer about lessons; pressing a button opens below it what there is to say.
 * @param {Reply} said
 */
export function remark({ text, buttons }) {
  const reply = element('div', 'reply')
  reply.tabIndex = -1
  reply.hidden = true
  const made = buttons.map((command) => (tellsMore(command) ? toggle(command, reply) : deed(command, reply)))
  return element('div', 'remark', element('div', 'line', ...render(text), ...made), reply)
}

/**
 * @param {HTMLElement} node
 * @param {Reply} reply
 * @param {() => void} [done] called when one of its buttons has done something
 */
export function drawReply(node, reply, done = () => {}) {
  /** @param {Reply} next */
  const answered = (next) => answer(node, next, done)
  const made = reply.buttons.map((command) => commandButton(command, answered))
  const parts = reply.form ? [editor(reply.form, answered, () => answered({ ...reply, form: undefined }))] : render(reply.text)
  if (reply.file) parts.push(element('p', '', download(reply.file)))
  if (reply.picker) parts.push(picker(reply.picker, answered))
  node.replaceChildren(...parts, ...(made.length ? [element('div', 'deeds', ...made)] : []))
  node.classList.toggle('failed', Boolean(reply.failed))
  node.hidden = false
}

/**
 * @param {Command} command
 * @param {(reply: Reply, pressed: HTMLButtonElement) => void} answered
 */
export function commandButton({ label, command, danger }, answered) {
  return button(label, danger ? 'deed danger' : 'deed', async (pressed) => {
    pressed.disabled = true
    const reply = await runCommand(command)
    pressed.disabled = false
    answered(reply, pressed)
  })
}

/**
 * @param {HTMLElement} node
 * @param {Reply} reply
 * @param {() => void} done
 */
function answer(node, reply, done) {
  drawReply(node, reply, done)
  focusOn(node)
  if (!reply.failed) done()
}

/** @param {HTMLElement} node what was said, or what can be done first about it */
export function focusOn(node) {
  const first = node.querySelector('textarea, input, button.deed') ?? node
  if (first instanceof HTMLElement) first.focus()
}

/** @param {Command} command */
function tellsMore({ command }) {
  return command.startsWith('lessons why ')
}

/**
 * @param {Command} command
 * @param {HTMLElement} reply
 */
function deed(command, reply) {
  return commandButton(command, (said, pressed) => {
    drawReply(reply, said)
    if (!said.failed) pressed.remove() // what undoes it stands below
    focusOn(reply)
  })
}

/**
 * @param {Command} command
 * @param {HTMLElement} reply
 */
function toggle({ label, command }, reply) {
  const made = button(label, 'deed', async () => {
    const opens = made.getAttribute('aria-expanded') === 'false'
    if (opens) drawReply(reply, await runCommand(command))
    reply.hidden = !opens
    made.setAttribute('aria-expanded', String(opens))
    if (opens) reply.focus()
  })
  made.setAttribute('aria-expanded', 'false')
  return made
}
