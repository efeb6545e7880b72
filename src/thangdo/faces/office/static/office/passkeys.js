// What a person reads when the browser gave no passkey: the hidden sentence of the page is shown and brought up.
document.addEventListener('allauth.error', function (event) {
  event.preventDefault()
  const fault = document.getElementById('passkey-fault')
  const place = document.querySelector('.office')
  if (!fault || !place) return
  place.prepend(fault)
  fault.hidden = false
  fault.scrollIntoView({ block: 'center' })
})
