// Sends a file with progress: fetch cannot tell how much has left, XMLHttpRequest can.
import { address, csrfToken, Problem } from '../api/client';

export interface UploadedFile {
  name: string;
  bytes: number;
  kind: string;
  connection: string;
  table: string;
  columns: { name: string; type: string }[];
  rows: number | null;
  note?: string;
  workbook?: string; // of a sheet: the workbook it came in
  sheet?: string;
  sheets?: UploadedFile[]; // of a workbook just uploaded: all that became tables, this one first
}

export const mostUploadBytes = 64 << 20;
export const uploadKinds = '.xlsx,.xlsm,.xltx,.csv,.tsv,.json,.ndjson,.jsonl,.parquet';

// `progress` gets shares from 0 to 1. Rejects with a Problem; aborting rejects with one of status 0.
export function uploadFile(
  file: File,
  progress: (share: number) => void,
  signal?: AbortSignal,
): Promise<UploadedFile> {
  return new Promise((resolve, reject) => {
    if (file.size > mostUploadBytes) {
      reject(
        new Problem(
          413,
          `${file.name} is over the limit of 64 MiB; connect its folder or a database instead`,
        ),
      );
      return;
    }
    const request = new XMLHttpRequest();
    request.open('PUT', address(`/v1/files/${encodeURIComponent(file.name)}`));
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('X-CSRF-Token', csrfToken());
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => {
      const body = read(request.responseText);
      if (request.status < 300) resolve(body as unknown as UploadedFile);
      else
        reject(
          new Problem(
            request.status,
            String(body.detail ?? 'the file was not taken'),
            String(body.field ?? ''),
          ),
        );
    };
    request.onerror = () => reject(new Problem(0, 'the server could not be reached, or ended the upload'));
    request.onabort = () => reject(new Problem(0, 'the upload was stopped'));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function read(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
