// @ts-check
/** Keys that work wherever the focus is in a conversation: `/` goes to the question, Escape stops the answer. */

/** @param {{ focus: () => void, stop: () => void }} actions */
export function listenToKeys({ focus, stop }) {
  addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    if (document.querySelector('dialog[open], #chat[hidden]')) return
    if (event.key === 'Escape') stop()
    if (event.key === '/' && !isWriting(event.target)) {
      event.preventDefault()
      focus()
    }
  })
}

/** @param {EventTarget | null} target */
function isWriting(target) {
  return target instanceof HTMLElement && target.matches('textarea, input:not([type=radio]), select')
}
