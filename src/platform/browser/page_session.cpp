// Every request of the page stops at Fetch.requestPaused: the document is handed in there, the rest is loaded
// by the guard or refused. Chromium itself has no network to fall back on (chromium_process).
#include "platform/browser/page_session.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "platform/browser/page_scripts.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace presstime::browser {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostProblems = 20;
constexpr std::size_t kLongestProblem = 300;
constexpr std::size_t kMostPdfBytes = 256UL << 20;
constexpr int kWindowHeight_px = 800;
constexpr double kMargin_in = 0.5;
constexpr std::chrono::seconds kDisposePatience{3};

std::string text_at(const json::object& object, std::string_view key)
{
    const json::value* value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->as_string()) : std::string{};
}

const json::object& object_at(const json::object& object, std::string_view key)
{
    static const json::object kNone;
    const json::value* value = object.if_contains(key);
    return value && value->is_object() ? value->as_object() : kNone;
}

double number_at(const json::object& object, std::string_view key)
{
    const json::value* value = object.if_contains(key);
    return value && value->is_number() ? value->to_number<double>() : 0;
}

std::string base64_of(std::string_view bytes)
{
    return base64_encode({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()});
}

std::string first_line(const std::string& text)
{
    return repair_utf8(clip_utf8(text.substr(0, text.find('\n')), kLongestProblem));
}

// The command that the message answers; 0 for an event.
std::int64_t answered_by(const json::object& message)
{
    const json::value* id = message.if_contains("id");
    return id && id->is_int64() ? id->as_int64() : 0;
}

Result<json::object> result_of(const json::object& message, const char* method)
{
    if (const json::object& error = object_at(message, "error"); !error.empty())
        return fail(Error::give_up(fmt::format("Chromium could not make the page ({}: {})", method,
                                               first_line(text_at(error, "message")))));
    return object_at(message, "result");
}

json::object header(std::string_view name, std::string_view value)
{
    return {{"name", name}, {"value", value}};
}

} // namespace

PageSession::PageSession(PipeConnection& connection, const PrintJob& job, const ResourceFetcher& fetch,
                         const Deadline& deadline)
    : connection_(connection), job_(job), deadline_(deadline), guard_(job.hosts, fetch)
{
}

PageSession::~PageSession()
{
    connection_.forget(mailbox_);
}

Result<PrintedPage> PageSession::run()
{
    TRY(open());
    TRY(raise_walls());
    TRY(load());
    TRY(make_ready());
    PrintedPage page;
    page.bytes = job_.format == PrintFormat::pdf ? TRY(print_pdf()) : TRY(take_picture());
    if (unsaid_ > 0)
        problems_.push_back(fmt::format("and {} more problems of the page", unsaid_));
    page.problems = std::move(problems_);
    return page;
}

Result<> PageSession::open()
{
    const Object context = TRY(call_browser("Target.createBrowserContext", {{"disposeOnDetach", true}}));
    context_ = text_at(context, "browserContextId");
    const Object target = TRY(call_browser("Target.createTarget", {{"url", "about:blank"},
                                                                   {"browserContextId", context_},
                                                                   {"width", kPictureWidth_px},
                                                                   {"height", kWindowHeight_px}}));
    frame_ = text_at(target, "targetId"); // a page's main frame has its target's id
    const Object attached =
        TRY(call_browser("Target.attachToTarget", {{"targetId", frame_}, {"flatten", true}}));
    session_ = text_at(attached, "sessionId");
    connection_.listen(mailbox_, session_);
    return {};
}

Result<> PageSession::raise_walls()
{
    const bool pdf = job_.format == PrintFormat::pdf;
    // All at once: their answers come in any order.
    std::set<std::int64_t> unanswered;
    const auto add = [&](const char* method, Object parameters) -> Result<> {
        unanswered.insert(TRY(send(method, std::move(parameters))));
        return {};
    };
    TRY(add("Fetch.enable", {{"patterns", json::array{Object{{"urlPattern", "*"}}}}}));
    TRY(add("Page.enable", {}));
    TRY(add("Runtime.enable", {}));
    TRY(add("Inspector.enable", {}));
    TRY(add("Log.enable", {}));
    TRY(add("Page.addScriptToEvaluateOnNewDocument", {{"source", kClosedDoorsScript}}));
    TRY(add("Emulation.setDeviceMetricsOverride", {{"width", kPictureWidth_px},
                                                   {"height", kWindowHeight_px},
                                                   {"deviceScaleFactor", 1},
                                                   {"mobile", false}}));
    TRY(add("Emulation.setEmulatedMedia", {{"media", pdf ? "print" : "screen"}}));
    TRY(add("Emulation.setTimezoneOverride",
            {{"timezoneId", job_.timezone.empty() ? "UTC" : job_.timezone}}));
    TRY(add("Emulation.setLocaleOverride", {{"locale", job_.locale.empty() ? "en-US" : job_.locale}}));
    while (!unanswered.empty()) {
        const Object message = TRY(connection_.receive(mailbox_, deadline_));
        if (const std::int64_t id = answered_by(message); unanswered.erase(id) == 0)
            TRY(handle_event(message));
        else
            TRY(result_of(message, "setting up the page"));
    }
    TRY(call_browser("Browser.setDownloadBehavior", {{"behavior", "deny"}, {"browserContextId", context_}}));
    return {};
}

Result<> PageSession::load()
{
    TRY(send("Page.navigate", {{"url", kPageUrl}}));
    while (!loaded_)
        TRY(handle_event(TRY(connection_.receive(mailbox_, deadline_))));
    return {};
}

Result<> PageSession::make_ready()
{
    const Object ready = TRY(evaluate(kReadyScript));
    if (const Object& broken = object_at(ready, "exceptionDetails"); !broken.empty())
        note_exception({{"exceptionDetails", broken}});
    const Object visible = TRY(evaluate(kVisibleScript));
    const json::value* shows = object_at(visible, "result").if_contains("value");
    if (shows && shows->is_bool() && shows->as_bool())
        return {};
    std::string why = problems_.empty() ? std::string{} : ": " + problems_.front();
    return fail(Error::give_up(fmt::format("the template's page shows nothing{}", why)));
}

Result<std::string> PageSession::print_pdf()
{
    const Object printed = TRY(call("Page.printToPDF", {{"printBackground", true},
                                                        {"preferCSSPageSize", true},
                                                        {"paperWidth", job_.paper_width_in},
                                                        {"paperHeight", job_.paper_height_in},
                                                        {"marginTop", kMargin_in},
                                                        {"marginBottom", kMargin_in},
                                                        {"marginLeft", kMargin_in},
                                                        {"marginRight", kMargin_in},
                                                        {"transferMode", "ReturnAsStream"}}));
    return read_stream(text_at(printed, "stream"));
}

Result<std::string> PageSession::read_stream(const std::string& handle)
{
    std::string bytes;
    while (bytes.size() <= kMostPdfBytes) {
        const Object chunk = TRY(call("IO.read", {{"handle", handle}, {"size", 1 << 20}}));
        const json::value* encoded = chunk.if_contains("base64Encoded");
        const bool is_encoded = encoded && encoded->is_bool() && encoded->as_bool();
        bytes += is_encoded ? TRY(base64_decode(text_at(chunk, "data"))) : text_at(chunk, "data");
        const json::value* end = chunk.if_contains("eof");
        if (end && end->is_bool() && end->as_bool())
            return bytes;
    }
    return fail(Error::give_up(
        fmt::format("the template's PDF is larger than {}; show fewer rows", format_bytes(kMostPdfBytes))));
}

Result<std::string> PageSession::take_picture()
{
    const Object metrics = TRY(call("Page.getLayoutMetrics", {}));
    const double content = number_at(object_at(metrics, "cssContentSize"), "height");
    const double most = static_cast<double>(kMaxPictureSide_px) / job_.scale;
    if (content > most)
        note(fmt::format("the picture is cut at {} pixels of height; the page has {:.0f}", kMaxPictureSide_px,
                         content * job_.scale));
    const Object clip{{"x", 0},
                      {"y", 0},
                      {"width", kPictureWidth_px},
                      {"height", std::clamp(content, 1.0, most)},
                      {"scale", job_.scale}};
    const Object shot = TRY(
        call("Page.captureScreenshot", {{"format", "png"}, {"captureBeyondViewport", true}, {"clip", clip}}));
    return base64_decode(text_at(shot, "data"));
}

Result<PageSession::Object> PageSession::evaluate(std::string_view script)
{
    return call("Runtime.evaluate",
                {{"expression", script}, {"awaitPromise", true}, {"returnByValue", true}});
}

Result<PageSession::Object> PageSession::call(const char* method, Object parameters)
{
    return wait_for(TRY(send(method, std::move(parameters))), method);
}

Result<PageSession::Object> PageSession::call_browser(const char* method, Object parameters)
{
    const std::int64_t id = TRY(connection_.send(mailbox_, {{}, method, std::move(parameters)}, deadline_));
    return wait_for(id, method);
}

Result<std::int64_t> PageSession::send(const char* method, Object parameters)
{
    return connection_.send(mailbox_, {session_, method, std::move(parameters)}, deadline_);
}

Result<PageSession::Object> PageSession::wait_for(std::int64_t id, const char* method)
{
    while (true) {
        const Object message = TRY(connection_.receive(mailbox_, deadline_));
        if (answered_by(message) == id)
            return result_of(message, method);
        TRY(handle_event(message));
    }
}

Result<> PageSession::handle_event(const Object& message)
{
    const std::string method = text_at(message, "method");
    const Object& parameters = object_at(message, "params");
    if (method == "Fetch.requestPaused")
        return answer_request(parameters);
    if (method == "Page.loadEventFired")
        loaded_ = loaded_ || served_;
    else if (method == "Runtime.exceptionThrown")
        note_exception(parameters);
    else if (method == "Log.entryAdded") {
        const Object& entry = object_at(parameters, "entry");
        if (text_at(entry, "source") == "security" && text_at(entry, "level") == "error")
            note(first_line(text_at(entry, "text")));
    } else if (method == "Page.javascriptDialogOpening")
        TRY(send("Page.handleJavaScriptDialog", {{"accept", false}}));
    else if (method == "Inspector.targetCrashed" || method == "Inspector.detached") {
        crashed_ = true;
        return fail(Error::give_up("the template's page crashed, most likely for want of memory"));
    }
    return {};
}

Result<> PageSession::answer_request(const Object& parameters)
{
    const std::string request = text_at(parameters, "requestId");
    const Object& asked = object_at(parameters, "request");
    const std::string url = text_at(asked, "url");
    const bool own_document =
        text_at(parameters, "resourceType") == "Document" && text_at(parameters, "frameId") == frame_;
    if (own_document && !served_ && url == kPageUrl) {
        served_ = true;
        return serve(request, {200, "text/html; charset=utf-8", job_.html});
    }
    if (own_document)
        return fail(
            Error::give_up(fmt::format("the template's page tried to go to {}; a template is one page, "
                                       "take the link or refresh out that leaves it",
                                       first_line(url))));
    if (url == fmt::format("{}favicon.ico", kPageUrl))
        return refuse(request);
    const Result<FetchedResource> loaded = guard_.load(text_at(asked, "method"), url, deadline_);
    if (loaded)
        return serve(request, *loaded);
    note(loaded.error().message);
    return refuse(request);
}

Result<> PageSession::serve(const std::string& request, const FetchedResource& resource)
{
    const json::array headers{header("Content-Type", resource.content_type.empty()
                                                         ? "application/octet-stream"
                                                         : resource.content_type),
                              header("Access-Control-Allow-Origin", "*")};
    TRY(send("Fetch.fulfillRequest", {{"requestId", request},
                                      {"responseCode", 200},
                                      {"responseHeaders", headers},
                                      {"body", base64_of(resource.bytes)}}));
    return {};
}

Result<> PageSession::refuse(const std::string& request)
{
    TRY(send("Fetch.failRequest", {{"requestId", request}, {"errorReason", "BlockedByClient"}}));
    return {};
}

void PageSession::note_exception(const Object& parameters)
{
    const Object& details = object_at(parameters, "exceptionDetails");
    const Object& thrown = object_at(details, "exception");
    std::string what = text_at(thrown, "description");
    if (what.empty())
        what = text_at(thrown, "value");
    if (what.empty())
        what = text_at(details, "text");
    note(fmt::format("a script of the template failed: {}", first_line(what)));
}

void PageSession::note(std::string sentence)
{
    if (std::ranges::find(problems_, sentence) != problems_.end())
        return;
    if (problems_.size() < kMostProblems)
        problems_.push_back(std::move(sentence));
    else
        ++unsaid_;
}

bool PageSession::dispose()
{
    if (context_.empty())
        return true;
    const Deadline patience = Deadline::after(kDisposePatience);
    const auto id = connection_.send(
        mailbox_, {{}, "Target.disposeBrowserContext", {{"browserContextId", context_}}}, patience);
    while (id) {
        const auto message = connection_.receive(mailbox_, patience);
        if (!message)
            break;
        if (answered_by(*message) == *id)
            return true;
    }
    return false;
}

} // namespace presstime::browser
