// @ts-check
/** Elements built node by node: no string of HTML ever reaches the page. */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} [className]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, className = '', ...children) {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.append(...children)
  return made
}

/**
 * @param {string} label
 * @param {string} className
 * @param {(pressed: HTMLButtonElement) => void} press
 */
export function button(label, className, press) {
  const made = element('button', className, label)
  made.type = 'button'
  made.addEventListener('click', () => press(made))
  return made
}

/**
 * Return the element of the page with this id.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function find(id, kind) {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`)
  return found
}
