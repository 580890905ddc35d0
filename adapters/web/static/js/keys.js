// @ts-check
/** Keys that work wherever the focus is in a conversation; single ones can be switched off. */

/**
 * @typedef {{ focus: () => void, stop: () => void, begin: () => void, copyCode: () => void, help: () => void,
 *   singles: () => boolean }} Actions `singles`: whether keys that are plain characters do anything
 */

/** @param {Actions} actions */
export function listenToKeys(actions) {
  addEventListener('keydown', (event) => {
    if (event.isComposing || event.altKey || document.querySelector('dialog[open]')) return
    const action = event.ctrlKey || event.metaKey ? chord(event, actions) : single(event, actions)
    if (!action) return
    event.preventDefault()
    action()
  })
}

/**
 * @param {KeyboardEvent} event
 * @param {Actions} actions
 */
function chord({ key, shiftKey }, { begin, copyCode }) {
  if (!shiftKey) return null
  if (key.toLowerCase() === 'o') return begin
  return key.toLowerCase() === 'c' && isShown('#chat') && !String(getSelection()) ? copyCode : null
}

/**
 * @param {KeyboardEvent} event
 * @param {Actions} actions
 */
function single({ key, target }, { focus, stop, help, singles }) {
  if (key === 'Escape') return isShown('#chat') ? stop : null
  if (isWriting(target) || !singles()) return null
  if (key === '?') return help
  return key === '/' && isShown('#composer') && isShown('#chat') ? focus : null
}

/** @param {string} place */
function isShown(place) {
  return document.querySelector(place)?.checkVisibility() ?? false
}

/** @param {EventTarget | null} target */
function isWriting(target) {
  return target instanceof HTMLElement && target.matches('textarea, input:not([type=radio], [type=checkbox]), select')
}
