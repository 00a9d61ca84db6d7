using System.Globalization;
using PimSim.Tests;

namespace PimSim.Interop.Tests.Fuzzing;

/// <summary>
/// Every parser of the program over damaged copies of good files: it reads them or refuses them with a numbered error, within memory that
/// follows the file's size, and ends. <c>PIMSIM_FUZZ_SECONDS</c> sets the time of the long run, <c>PIMSIM_FUZZ_SEED</c> which copies it makes.
/// </summary>
public sealed class ParserFuzzTests : IDisposable
{
    private const int UsualSeconds = 24;
    private static readonly string[] Names = NamesOfTargets();
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Targets() => [.. Names];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Targets))]
    public void Damaged_files_are_read_or_refused(string name) => Fuzz(name, TimeSpan.Zero, seed: 1);

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Targets))]
    public void Damaged_files_are_read_or_refused_for_as_long_as_asked(string name)
    {
        int seconds = Setting("PIMSIM_FUZZ_SECONDS", UsualSeconds);
        Fuzz(name, TimeSpan.FromSeconds((double)seconds / Names.Length), (ulong)Setting("PIMSIM_FUZZ_SEED", 2));
    }

    private void Fuzz(string name, TimeSpan time, ulong seed)
    {
        FuzzTarget target = All(folder).First(t => string.Equals(t.Name, name, StringComparison.Ordinal));
        (int tried, int refused) = ParserFuzz.RunFor(target.Corpus, time, target.Parse, target.MayAllocate, seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {tried} damaged files, {refused} refused");
        Assert.InRange(refused, 1, tried);
    }

    private static string[] NamesOfTargets()
    {
        using TemporaryFolder folder = new();
        return [.. All(folder).Select(t => t.Name)];
    }

    private static IEnumerable<FuzzTarget> All(TemporaryFolder folder) => NetworkTargets.All(folder).Concat(DataTargets.All(folder)).Concat(DeviceTargets.All(folder));

    private static int Setting(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : usual;
}
