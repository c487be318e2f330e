// The element in React 18 or 19. Properties that are no text and events go through a ref, so that both versions do the
// same; the module registers the element once.
import { useEffect, useRef } from 'react';
import '@presstime/embed';

export function Dashboard({ endpoint, dashboard, getToken, scheduleOptions, parameters, onError }) {
  const ref = useRef(null);

  useEffect(() => {
    ref.current.reportScheduleOptions = scheduleOptions;
  }, [scheduleOptions]);

  useEffect(() => {
    if (parameters) ref.current.parameters = parameters;
  }, [parameters]);

  useEffect(() => {
    const element = ref.current;
    element.getToken = getToken;
    const failed = ({ detail }) => onError?.(detail);
    element.addEventListener('error', failed);
    return () => element.removeEventListener('error', failed);
  }, [getToken, onError]);

  return <presstime-dashboard ref={ref} endpoint={endpoint} dashboard={dashboard} />;
}
