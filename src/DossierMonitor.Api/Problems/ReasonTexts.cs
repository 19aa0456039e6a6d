using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Problems;

/// <summary>What each reason means, for people. The words are stable; the texts may change.</summary>
public static class ReasonTexts
{
    private static readonly Dictionary<string, Words> Texts = new(StringComparer.Ordinal)
    {
        // Events
        ["notJson"] = new("This is not a JSON text in UTF-8 (no duplicate or overlong parts, at most 16 levels).", "Đây không phải là văn bản JSON mã hóa UTF-8 (tối đa 16 cấp)."),
        ["notObject"] = new("An event is a JSON object.", "Mỗi sự kiện phải là một đối tượng JSON."),
        ["eventTooLarge"] = new("An event has at most {0} bytes.", "Một sự kiện có tối đa {0} byte."),
        ["duplicateMember"] = new("The member stands twice.", "Thuộc tính bị lặp lại."),
        ["unknownMember"] = new("The contract does not have this member here.", "Thuộc tính này không có trong đặc tả tại vị trí này."),
        ["personalData"] = new("Personal data (names, phones, e-mails, identity numbers) are neither accepted nor stored.", "Không tiếp nhận và không lưu dữ liệu cá nhân (họ tên, điện thoại, thư điện tử, số định danh)."),
        ["missingMember"] = new("The member is required.", "Thiếu thuộc tính bắt buộc."),
        ["wrongType"] = new("The member has the wrong JSON type.", "Thuộc tính có kiểu JSON không đúng."),
        ["invalidText"] = new("The text has control characters, broken Unicode, or is empty.", "Văn bản rỗng, có ký tự điều khiển hoặc Unicode lỗi."),
        ["textTooLong"] = new("The text has more than {0} characters.", "Văn bản dài hơn {0} ký tự."),
        ["wrongSpecVersion"] = new("specversion must be \"1.0\".", "specversion phải là \"1.0\"."),
        ["wrongDataContentType"] = new("datacontenttype can only be application/json.", "datacontenttype chỉ có thể là application/json."),
        ["unknownType"] = new("There is no such event type; see GET /openapi/v1.yaml.", "Không có loại sự kiện này; xem GET /openapi/v1.yaml."),
        ["invalidTime"] = new("This is not a real RFC 3339 time with an offset, like 2022-11-03T08:15:00+07:00.", "Đây không phải là thời điểm RFC 3339 hợp lệ có múi giờ, ví dụ 2022-11-03T08:15:00+07:00."),
        ["invalidDueDate"] = new("This is neither a date like 2022-11-17 nor an RFC 3339 time with an offset, between 1990 and 2100.", "Đây không phải là ngày như 2022-11-17 hoặc thời điểm RFC 3339 có múi giờ, trong khoảng 1990–2100."),
        ["timeTooEarly"] = new("The time lies before 1990.", "Thời điểm trước năm 1990."),
        ["timeTooFarAhead"] = new("The time lies more than 24 hours ahead.", "Thời điểm vượt quá 24 giờ so với hiện tại."),
        ["unknownUnit"] = new("The reference data have no such unit.", "Danh mục không có đơn vị này."),
        ["unknownChannel"] = new("channel is direct, online or post.", "channel chỉ nhận direct, online hoặc post."),
        ["beyondCalendar"] = new("The event brings no due date, and one cannot be computed: the calendar ends with {0}. Send dueAt, or load the next year's days off.", "Sự kiện không có ngày hẹn trả và không thể tính: lịch làm việc chỉ có đến năm {0}. Hãy gửi dueAt hoặc nạp lịch năm sau."),
        ["voidsItself"] = new("An event cannot take itself back.", "Sự kiện không thể tự hủy chính nó."),
        ["forbiddenSource"] = new("This key may not write for that source.", "Khóa này không được ghi cho nguồn đó."),
        ["foreignUnit"] = new("This key may not write for that unit.", "Khóa này không được ghi cho đơn vị đó."),
        ["foreignDossier"] = new("There is no such dossier at the units of this key. Send its receipt first.", "Không có hồ sơ này tại các đơn vị thuộc khóa. Hãy gửi sự kiện tiếp nhận trước."),
        ["needsBackfill"] = new("The time lies more than {0} days back; a key needs events:backfill for that.", "Thời điểm đã qua hơn {0} ngày; khóa cần quyền events:backfill."),
        ["conflict"] = new("This id is stored with other content. The first content stays; void it and send a new id to correct it.", "Mã này đã được lưu với nội dung khác. Nội dung đầu tiên được giữ; để sửa, hãy hủy sự kiện đó và gửi mã mới."),

        // Requests
        ["unknownParameter"] = new("There is no such query parameter here.", "Không có tham số truy vấn này."),
        ["repeatedParameter"] = new("The query parameter stands twice.", "Tham số truy vấn bị lặp lại."),
        ["missingParameter"] = new("The query parameter is required.", "Thiếu tham số truy vấn bắt buộc."),
        ["notOneOf"] = new("The value must be one of: {0}.", "Giá trị phải là một trong: {0}."),
        ["invalidDate"] = new("This is not a date like 2022-12-31, between 1990 and 2100.", "Đây không phải là ngày như 2022-12-31, trong khoảng 1990–2100."),
        ["invalidInstant"] = new("This is not an RFC 3339 time with an offset, like 2022-12-15T17:00:00%2B07:00, between 1990 and 2100.", "Đây không phải là thời điểm RFC 3339 có múi giờ, ví dụ 2022-12-15T17:00:00%2B07:00, trong khoảng 1990–2100."),
        ["invalidNumber"] = new("This is not a whole number from {0}.", "Đây không phải là số nguyên trong khoảng {0}."),
        ["invalidCode"] = new("A code has 1 to {0} characters and no control characters.", "Mã có từ 1 đến {0} ký tự và không có ký tự điều khiển."),
        ["endsBeforeItBegins"] = new("`to` lies before `from`.", "`to` trước `from`."),
        ["unknownFilterUnit"] = new("There is no such unit among those that this key may see.", "Không có đơn vị này trong phạm vi của khóa."),
        ["invalidCursor"] = new("The cursor does not belong to this request. Repeat the request's own parameters with the `next` of its last answer.", "Con trỏ không thuộc yêu cầu này. Hãy lặp lại các tham số cũ cùng với `next` của câu trả lời trước."),
        ["noSuchDossier"] = new("No event of such a dossier has come by then.", "Chưa có sự kiện nào của hồ sơ này tính đến thời điểm đó."),
        ["noSuchYear"] = new("The calendar has the years 1990 to 2100.", "Lịch chỉ có các năm từ 1990 đến 2100."),
        ["noSuchPath"] = new("There is nothing at this path.", "Không có gì tại đường dẫn này."),
        ["methodNotAllowed"] = new("Allow names the methods that this path has.", "Tiêu đề Allow cho biết các phương thức được hỗ trợ."),
        ["keyMissing"] = new("Send Authorization: Bearer with a key of this service.", "Hãy gửi Authorization: Bearer kèm khóa của dịch vụ."),
        ["keyInvalid"] = new("The key is not one of this service's.", "Khóa không thuộc dịch vụ này."),
        ["scopeMissing"] = new("The key needs one of these scopes: {0}.", "Khóa cần một trong các quyền: {0}."),
        ["wholeOnly"] = new("This is about the whole province, and the key is bound to a unit.", "Nội dung này thuộc phạm vi toàn tỉnh trong khi khóa chỉ gắn với một đơn vị."),
        ["tooOften"] = new("The key has used up its requests for now; Retry-After says when there are more.", "Khóa đã dùng hết số yêu cầu cho phép; xem Retry-After."),
        ["tooManyFailures"] = new("Too many wrong keys came from this address; Retry-After says when the next may be tried.", "Quá nhiều khóa sai từ địa chỉ này; xem Retry-After."),
        ["signatureMissing"] = new("This source signs what it pushes: send webhook-id, webhook-timestamp and webhook-signature.", "Nguồn này phải ký nội dung gửi: hãy gửi webhook-id, webhook-timestamp và webhook-signature."),
        ["signatureInvalid"] = new("No signature is that of this body with a secret of this source.", "Không có chữ ký nào khớp với nội dung và khóa bí mật của nguồn."),
        ["signatureStale"] = new("webhook-timestamp is more than five minutes from the service's clock.", "webhook-timestamp lệch quá năm phút so với đồng hồ dịch vụ."),
        ["signedTooLarge"] = new("A signed body has at most {0} bytes, whatever its type.", "Nội dung có chữ ký có tối đa {0} byte."),
        ["bombGzip"] = new("The gzip stream unfolds to more than 200 times its size.{0}", "Luồng gzip giải nén lớn hơn 200 lần.{0}"),
        ["noSuchSource"] = new("There is no such source among those that this key may see.", "Không có nguồn này trong phạm vi của khóa."),
        ["noSuchKey"] = new("There is no such key or secret.", "Không có khóa này."),
        ["invalidName"] = new("A name has 1 to {0} characters and no control characters.", "Tên có từ 1 đến {0} ký tự và không có ký tự điều khiển."),
        ["unknownScope"] = new("Scopes are: {0}.", "Các quyền gồm: {0}."),
        ["sourceNeeded"] = new("A key that writes events names the source it writes for.", "Khóa ghi sự kiện phải nêu nguồn."),
        ["adminUnit"] = new("An administrator's key cannot be bound to a unit.", "Khóa quản trị không gắn với đơn vị."),
        ["expiresInPast"] = new("This lies in the past.", "Thời điểm này đã qua."),
        ["periodTooLong"] = new("The period has at most {0} days.", "Kỳ có tối đa {0} ngày."),
        ["wrongMediaType"] = new("Send application/cloudevents+json, application/cloudevents-batch+json, application/x-ndjson or application/json, in UTF-8.", "Hãy gửi application/cloudevents+json, application/cloudevents-batch+json, application/x-ndjson hoặc application/json, mã hóa UTF-8."),
        ["wrongEncoding"] = new("Content-Encoding can only be gzip, once.", "Content-Encoding chỉ có thể là gzip, một lần."),
        ["corruptGzip"] = new("The body is not an intact gzip stream.{0}", "Nội dung không phải là luồng gzip nguyên vẹn.{0}"),
        ["bodyTooLarge"] = new("The body has more than {0} bytes; send it as application/x-ndjson, which has no limit.", "Nội dung lớn hơn {0} byte; hãy gửi dạng application/x-ndjson, không giới hạn."),
        ["jsonTooLarge"] = new("The body has more than {0} bytes.", "Nội dung lớn hơn {0} byte."),
        ["tooManyEvents"] = new("A batch has at most {0} events; send more as application/x-ndjson, which has no limit.", "Mỗi lô có tối đa {0} sự kiện; hãy gửi nhiều hơn bằng application/x-ndjson."),
        ["emptyBody"] = new("The body is empty.", "Nội dung rỗng."),
        ["brokenBody"] = new("The body ended early or is framed wrongly.{0}", "Nội dung bị ngắt hoặc đóng khung sai.{0}"),
        ["tooSlow"] = new("The body came so slowly that the service gave up waiting for it.{0}", "Nội dung gửi đến quá chậm nên dịch vụ ngừng chờ.{0}"),
        ["busy"] = new("Send it again after the time that Retry-After names.{0}", "Hãy gửi lại sau thời gian ghi trong Retry-After.{0}"),
        ["notCommitted"] = new("The commit failed or was not confirmed.{0}", "Việc ghi thất bại hoặc chưa được xác nhận.{0}"),
        ["otherRules"] = new("Another program has computed the figures by other rules. The operator must restart the service.", "Một chương trình khác đã tính lại số liệu theo quy tắc khác. Cần khởi động lại dịch vụ."),
        ["noSuchCycle"] = new("No such dossier, or no such cycle of it, by then.", "Không có hồ sơ hoặc lần giải quyết này tính đến thời điểm đó."),
        ["noSuchClosing"] = new("There is no such closing; GET /v1/closings lists them.", "Không có kỳ chốt số này; xem GET /v1/closings."),
        ["closingExists"] = new("Close under another name. What is closed does not change; see its restatement for what has changed since.", "Hãy chốt với tên khác. Kỳ đã chốt không thay đổi; xem phần điều chỉnh (restatement) để biết thay đổi sau đó."),
        ["closesTheFuture"] = new("This lies in the future: only what has happened can be closed.", "Thời điểm này ở tương lai: chỉ chốt được những gì đã xảy ra."),
        ["invalidBody"] = new("This member is unknown, missing, repeated, or of the wrong kind; see GET /openapi/v1.yaml.", "Thành phần này không được biết, bị thiếu, bị lặp hoặc sai kiểu; xem GET /openapi/v1.yaml."),
        ["wrongJsonMediaType"] = new("Send application/json, in UTF-8.", "Hãy gửi application/json, mã hóa UTF-8."),
        ["wrongCount"] = new("There must be {0} of these.", "Số lượng phải trong khoảng {0}."),
        ["onlyWithCsv"] = new("Only with format=csv: the JSON document has every breakdown.", "Chỉ dùng với format=csv: tài liệu JSON có mọi cách phân tổ."),
        ["dayTwice"] = new("This day stands twice.", "Ngày này bị lặp."),
        ["notAMonthOfThePeriod"] = new("This is not a month like 2022-03 that the period touches.", "Đây không phải là tháng như 2022-03 nằm trong kỳ."),
        ["internal"] = new("The failure is in the service's log under this trace id.", "Lỗi được ghi trong nhật ký dịch vụ với mã trace này."),
        ["referenceError"] = new("{0}", "{0}"),
    };

    public static string Text(RefusalReason reason, Language language)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return Texts.TryGetValue(reason.Reason, out var words) ? words.In(language, reason.Argument ?? "") : reason.Reason;
    }
}
