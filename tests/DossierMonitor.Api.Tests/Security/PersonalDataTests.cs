using System.Text;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Ingest;
using DossierMonitor.Api.Tests.Fixture;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>What is personal data in a free text, and what is not: a portal's own words must not be refused for nothing.</summary>
public sealed class PersonalDataTests
{
    private static readonly EventParser Parser = new(
        new Rulebook(ReferenceFolder.Load(Repository.ShippedReference), new ServiceSettings().Clock), Instant.From(TestService.DefaultNow));

    [Theory]

    // Identity numbers: 9 digits of old, 12 now.
    [InlineData("201234567")]
    [InlineData("049012345678")]
    [InlineData("CCCD 049012345678")]
    [InlineData("số 201 234 567")]
    [InlineData("201.234.567")]
    [InlineData("201-234-567")]
    [InlineData("049 012 345 678")]
    [InlineData("049.012.345.678")]
    [InlineData("049-012-345-678")]
    [InlineData("0490 1234 5678")]
    [InlineData("049012-345678")]

    // Phones.
    [InlineData("0905123456")]
    [InlineData("gọi 0905 123 456")]
    [InlineData("0905.123.456")]
    [InlineData("0905-123-456")]
    [InlineData("0905 - 123 - 456")]
    [InlineData("090 512 3456")]
    [InlineData("090-512-3456")]
    [InlineData("09 05 12 34 56")]
    [InlineData("09051-23456")]
    [InlineData("0905 12-34-56")]
    [InlineData("(0905) 123 456")]
    [InlineData("(0905)123-456")]
    [InlineData("+84905123456")]
    [InlineData("+84 905 123 456")]
    [InlineData("+84-905-123-456")]
    [InlineData("(+84) 905.123.456")]
    [InlineData("+84 (0)905 123 456")]
    [InlineData("84905123456")]
    [InlineData("84 905 123 456")]
    [InlineData("84-905-123-456")]
    [InlineData("0084 905 123 456")]
    [InlineData("0235 3852 123")]
    [InlineData("0235-3852-123")]
    [InlineData("(0235) 3 852 123")]
    [InlineData("+84 235 3852 123")]
    [InlineData("0510 385 2123")]
    [InlineData("ĐT:0905 123 456.")]
    [InlineData("tổ 2 0905 123 456")]
    [InlineData("ngày 15-11-2022 0905 123 456")]

    // In other writing.
    [InlineData("０９０５１２３４５６")]
    [InlineData("０９０５　１２３　４５６")]
    [InlineData("０４９０１２３４５６７８")]
    [InlineData("＋８４９０５１２３４５６")]
    [InlineData("0905\u00A0123\u00A0456")]
    [InlineData("0905\u2011123\u2013456")]
    [InlineData("0905\u00B7123\u00B7456")]
    [InlineData("0905\u200B123\u200B456")]
    [InlineData("٠٩٠٥١٢٣٤٥٦")]
    [InlineData("\U0001D7CE\U0001D7D7\U0001D7CE\U0001D7D3\U0001D7CF\U0001D7D0\U0001D7D1\U0001D7D2\U0001D7D3\U0001D7D4")]

    // E-mail addresses.
    [InlineData("a@b.vn")]
    [InlineData("nguyen.van.a+x@quangnam.gov.vn")]
    [InlineData("thư: <an@example.com>")]
    [InlineData("an＠example．com")]
    public void Is_personal_data(string text) => IsRefused(text).ShouldBeTrue();

    [Theory]
    [InlineData("Chuyên viên phòng Đăng ký đất đai")]
    [InlineData("Chuyên viên 1")]
    [InlineData("Phó Giám đốc (phụ trách)")]
    [InlineData("Tổ 3 - Phòng 12 - Bàn 4")]
    [InlineData("VPDK-502")]
    [InlineData("123/QĐ-UBND")]
    [InlineData("128/VPDK-XL")]
    [InlineData("1234/2022/QĐ-UBND")]
    [InlineData("QĐ-2022-000123")]
    [InlineData("QĐ.2022.000123")]
    [InlineData("QĐ 2022 000123")]
    [InlineData("84-2022-000123")]
    [InlineData("05-2022-0001")]
    [InlineData("05/2022-000123")]
    [InlineData("2022-05-0001")]
    [InlineData("15/11/2022")]
    [InlineData("2022-11-15")]
    [InlineData("15.11.2022")]
    [InlineData("09-11-2022 17:00")]
    [InlineData("09.11.2022 17.00")]
    [InlineData("17h30 ngày 09-11-2022")]
    [InlineData("08:30 09-11-2022")]
    [InlineData("2022-11-15 08:30")]
    [InlineData("2022-11-15T08:30:00+07:00")]
    [InlineData("05-08-2022 - 09-11-2022")]
    [InlineData("05/08/2022-09/11/2022")]
    [InlineData("từ 01/01/2022 đến 15/12/2022")]
    [InlineData("2022-01-01-2022-12-15")]
    [InlineData("1.012784")]
    [InlineData("1.012784.000.00.00.H47")]
    [InlineData("000.00.47.H47-221103-0001")]
    [InlineData("H47.30-221103-0001")]
    [InlineData("000.00.01.G15-221103-000123")]
    [InlineData("12345678")]
    [InlineData("Điều 95 Luật 31/2024/QH15")]
    [InlineData("họp lúc 8h @ phòng 2")]
    [InlineData("𝔸 chuyên viên")]
    [InlineData("①②③④⑤⑥⑦⑧⑨")]
    public void Is_none(string text) => IsRefused(text).ShouldBeFalse();

    /// <summary>The longest texts there are of what could keep a pattern going back and forth: with a bad one this would not end.</summary>
    [Theory]
    [InlineData("0 ", false)]
    [InlineData("0905 12 ", true)]
    [InlineData("84-", false)]
    [InlineData("84 9", true)]
    [InlineData("a@", false)]
    [InlineData("a@a", false)]
    [InlineData("12-", false)]
    [InlineData("9((( ", false)]
    public void A_long_text_that_nearly_is_takes_no_longer(string part, bool isPersonal)
    {
        var text = string.Concat(Enumerable.Repeat(part, 256))[..255];
        for (var i = 0; i < 1_000; i++)
        {
            IsRefused(text).ShouldBe(isPersonal);
        }
    }

    private static bool IsRefused(string text)
    {
        var json = EventText.Event("e", "extended", "D", "2022-11-15T09:00:00+07:00", new { dueAt = "2022-11-24", document = text });
        var refusal = Parser.Parse(Encoding.UTF8.GetBytes(json.ToJsonString())).Refusal;
        refusal?.Reasons.ShouldBe([new RefusalReason("/data/document", "personalData")]);
        return refusal is not null;
    }
}
