// All that a page has to do: say how the element gets its token, and listen if it cares.
const dashboard = document.querySelector('presstime-dashboard');
const said = document.querySelector('#said');

async function fetchToken() {
  const answer = await fetch('/token', { cache: 'no-store' });
  if (!answer.ok) throw new Error('You are no longer logged in.');
  return answer.json();
}

customElements.whenDefined('presstime-dashboard').then(async () => {
  dashboard.addEventListener('error', ({ detail }) => (said.textContent = detail.detail));
  dashboard.addEventListener('filter', () => (said.textContent = ''));
  const { scheduleOptions } = await fetchToken();
  dashboard.reportScheduleOptions = scheduleOptions;
  dashboard.getToken = async () => (await fetchToken()).token;
});
