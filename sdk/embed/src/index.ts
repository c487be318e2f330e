// The package: registers <presstime-dashboard> and gives what its users name in types.
import { PresstimeDashboard } from './element.js';

export { PresstimeDashboard };
export type { PresstimeDashboardEventMap } from './events.js';
export type { GetToken } from './client.js';
export type {
  PresstimeErrorDetail,
  PresstimeFilterDetail,
  PresstimeReadyDetail,
  PresstimeResizeDetail,
  ReportScheduleOption,
} from './types.js';

if (!customElements.get('presstime-dashboard'))
  customElements.define('presstime-dashboard', PresstimeDashboard);

declare global {
  interface HTMLElementTagNameMap {
    'presstime-dashboard': PresstimeDashboard;
  }
}
