// Who gets what of a finished drawing: one delivery per mail recipient and per webhook artifact, with the
// mail's bytes composed and stored before any row promises them.
#pragma once

#include "codec/document.hpp"
#include "model/delivery.hpp"
#include "model/run.hpp"
#include "platform/crypto/secret_box.hpp"
#include "platform/mail/mime.hpp"
#include "platform/objects/object_store.hpp"
#include "run/pipeline.hpp"
#include "stage/mail_picture.hpp"

#include <string>
#include <vector>

namespace presstime::run {

// A run whose artifacts are all stored.
struct DrawnRun {
    const Run& run;
    const codec::Definition& definition;
    const std::vector<Artifact>& artifacts;
    std::string errors; // what failed in the artifacts, or empty
    const stage::MailBody& body;
};

// How many deliveries a run of the report will have when all its formats can be drawn.
int expected_deliveries(const Run& run, const Report& report);

class DeliveryPlanner {
public:
    DeliveryPlanner(ObjectStore& objects, const SecretBox& secrets, const PipelineConfig& config)
        : objects_(objects), secrets_(secrets), config_(config)
    {
    }

    // Stores the mail bytes (equal for equal input, so a
    // second composition is harmless) and returns the rows.
    Result<std::vector<Delivery>> plan(const DrawnRun& drawn, Instant now) const;

private:
    struct MailEnvelope {
        std::string name; // of the stored object
        std::vector<std::string> to;
        std::vector<std::string> cc;
        std::string message_id;
    };
    Result<std::string> store_mail(const DrawnRun& drawn, const MailEnvelope& envelope) const;
    Result<> add_html(mail::Mail& mail, const DrawnRun& drawn, const stage::ReportMail& words,
                      const stage::MailWords& text) const;
    Result<> plan_mail(const DrawnRun& drawn, Instant now, std::vector<Delivery>& deliveries) const;

    ObjectStore& objects_;
    const SecretBox& secrets_;
    const PipelineConfig& config_;
};

} // namespace presstime::run
