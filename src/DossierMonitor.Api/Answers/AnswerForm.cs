namespace DossierMonitor.Api.Answers;

public enum AnswerForm
{
    Json,
    Csv,
    Xlsx,
    Text,
    Html,
}

/// <summary>In which form an answer was asked for: <c>format=</c>, else what the Accept header prefers, else JSON.</summary>
internal static class AnswerForms
{
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static IReadOnlyList<AnswerForm> OfLists { get; } = [AnswerForm.Json, AnswerForm.Csv, AnswerForm.Xlsx, AnswerForm.Text];

    public static IReadOnlyList<AnswerForm> OfReports { get; } = [AnswerForm.Json, AnswerForm.Csv, AnswerForm.Xlsx, AnswerForm.Html];

    public static string ContentType(this AnswerForm form) => form == AnswerForm.Xlsx ? XlsxType : MediaType(form) + "; charset=utf-8";

    /// <param name="request">One whose format, if it has one, is checked elsewhere.</param>
    /// <param name="offered">JSON first.</param>
    public static AnswerForm Of(HttpRequest request, IReadOnlyList<AnswerForm> offered)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(offered);
        if (request.Query.TryGetValue("format", out var format))
        {
            return offered.FirstOrDefault(form => form.Camel() == format);
        }

        // Whoever takes anything gets JSON; so does who likes two forms equally.
        var accepted = request.GetTypedHeaders().Accept;
        return offered.MaxBy(form => accepted.Where(type => type.MediaType == MediaType(form)).Select(type => type.Quality ?? 1).DefaultIfEmpty(0).Max());
    }

    private static string MediaType(AnswerForm form) => form switch
    {
        AnswerForm.Csv => "text/csv",
        AnswerForm.Xlsx => XlsxType,
        AnswerForm.Text => "text/plain",
        AnswerForm.Html => "text/html",
        _ => "application/json",
    };
}
