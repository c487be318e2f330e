// Files that the server makes: fetched by the page, so that a refusal is read as a sentence and not saved as a file.
import { send, type Query } from '../api/client';

// The name in Content-Disposition, or `fallback`.
export function nameOfFile(disposition: string | null, fallback: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1];
  try {
    return encoded ? decodeURIComponent(encoded) : (plain ?? fallback);
  } catch {
    return plain ?? fallback;
  }
}

// Hands bytes to the browser under that name.
export function saveFile(bytes: Blob, name: string): void {
  const url = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export async function downloadFile(
  path: string,
  query: Query,
  fallback: string,
  headers: Record<string, string> = {},
): Promise<void> {
  const response = await send('GET', path, undefined, { query, headers });
  saveFile(await response.blob(), nameOfFile(response.headers.get('Content-Disposition'), fallback));
}
