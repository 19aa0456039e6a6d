namespace DossierMonitor.Api.Problems;

/// <summary>The kinds of problem, each with its stable type, its status and its title.</summary>
public sealed record ProblemKind(string Type, int Status, Words Title)
{
    public static ProblemKind InvalidRequest { get; } = new("/problems/invalid-request", 400,
        new("The request is not valid", "Yêu cầu không hợp lệ"));

    public static ProblemKind Unauthorized { get; } = new("/problems/unauthorized", 401,
        new("A valid key is needed", "Cần khóa truy cập hợp lệ"));

    public static ProblemKind Forbidden { get; } = new("/problems/forbidden", 403,
        new("This key may not do that", "Khóa này không được phép thực hiện việc đó"));

    public static ProblemKind NotFound { get; } = new("/problems/not-found", 404,
        new("Not found", "Không tìm thấy"));

    public static ProblemKind MethodNotAllowed { get; } = new("/problems/method-not-allowed", 405,
        new("This path does not have that method", "Đường dẫn không hỗ trợ phương thức này"));

    public static ProblemKind TooSlow { get; } = new("/problems/too-slow", 408,
        new("The request did not arrive in time", "Yêu cầu gửi đến quá chậm"));

    public static ProblemKind EventConflict { get; } = new("/problems/event-conflict", 409,
        new("The event's id is already used for other content", "Mã sự kiện đã được dùng cho nội dung khác"));

    public static ProblemKind ClosingExists { get; } = new("/problems/closing-exists", 409,
        new("A closing of this name exists, and closings are final", "Đã có kỳ chốt số với tên này và kỳ đã chốt là không đổi"));

    public static ProblemKind TooLarge { get; } = new("/problems/too-large", 413,
        new("The request is too large", "Yêu cầu quá lớn"));

    public static ProblemKind UnsupportedMediaType { get; } = new("/problems/unsupported-media-type", 415,
        new("This media type or encoding is not supported", "Kiểu nội dung hoặc mã hóa không được hỗ trợ"));

    public static ProblemKind EventRejected { get; } = new("/problems/event-rejected", 422,
        new("The event was rejected", "Sự kiện bị từ chối"));

    public static ProblemKind EventForbidden { get; } = new("/problems/event-forbidden", 403,
        new("This source may not write that", "Nguồn này không được ghi dữ liệu đó"));

    public static ProblemKind ReferenceInvalid { get; } = new("/problems/reference-invalid", 422,
        new("The reference folder is wrong; the old reference data stay in force", "Thư mục danh mục có lỗi; danh mục cũ vẫn có hiệu lực"));

    public static ProblemKind TooManyRequests { get; } = new("/problems/too-many-requests", 429,
        new("Too many requests are waiting", "Quá nhiều yêu cầu đang chờ"));

    public static ProblemKind OutcomeUnknown { get; } = new("/problems/outcome-unknown", 503,
        new("It is not known whether this was stored: send the same ids again", "Chưa rõ dữ liệu đã được lưu hay chưa: hãy gửi lại với cùng mã sự kiện"));

    public static ProblemKind Unavailable { get; } = new("/problems/unavailable", 503,
        new("The service cannot answer now", "Dịch vụ hiện không thể trả lời"));

    public static ProblemKind Internal { get; } = new("/problems/internal", 500,
        new("The service failed", "Dịch vụ gặp lỗi"));

    public static ProblemKind OfStatus(int status) => status switch
    {
        400 => InvalidRequest,
        401 => Unauthorized,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        408 => TooSlow,
        413 => TooLarge,
        415 => UnsupportedMediaType,
        429 => TooManyRequests,
        503 => Unavailable,
        >= 500 => Internal,
        _ => InvalidRequest with { Status = status },
    };
}
