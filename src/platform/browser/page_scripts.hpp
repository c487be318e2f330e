// The scripts of ours that run inside a page.
#pragma once

#include <string_view>

namespace presstime::browser {

// Before anything of the template's: what could talk around the guard is not there.
inline constexpr std::string_view kClosedDoorsScript = R"js(
for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport', 'WebSocket',
                    'WebSocketStream', 'EventSource', 'SharedWorker']) {
    try { delete window[name]; } catch (ignored) {}
    try { Object.defineProperty(window, name, {value: undefined}); } catch (ignored) {}
}
try { Object.defineProperty(Navigator.prototype, 'serviceWorker', {value: undefined}); } catch (ignored) {}
)js";

// Fonts, late images, and what the template's author asks to wait for.
inline constexpr std::string_view kReadyScript = R"js(
(async () => {
    await document.fonts.ready;
    const ready = window.presstimeReady;
    await (typeof ready === 'function' ? ready() : ready);
    for (const image of document.querySelectorAll('img[loading=lazy]')) image.loading = 'eager';
    await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
    await document.fonts.ready;
})()
)js";

// True when there is anything to see: text, a picture, or a box with a border or a colour.
inline constexpr std::string_view kVisibleScript = R"js(
(() => {
    const body = document.body;
    if (!body) return false;
    if ((body.innerText || '').trim() !== '') return true;
    const drawn = ['svg', 'canvas', 'video', 'hr', 'input', 'object', 'embed', 'iframe'];
    let left = 20000;
    for (const element of body.querySelectorAll('*')) {
        if (--left < 0) return true;
        const box = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        if (box.width < 1 || box.height < 1 || style.visibility === 'hidden') continue;
        const name = element.tagName.toLowerCase();
        if (name === 'img' ? element.naturalWidth > 0 : drawn.includes(name)) return true;
        if (style.backgroundImage !== 'none' || parseFloat(style.borderTopWidth) > 0) return true;
        if (!['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'].includes(style.backgroundColor)) return true;
    }
    return false;
})()
)js";

} // namespace presstime::browser
