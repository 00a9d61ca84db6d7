using System.Text.Json;
using PimSim.Tests;

namespace PimSim.Cli.Tests.Verbs;

public sealed class DeviceVerbTests
{
    [Fact]
    public async Task List_and_show_follow_their_schemas()
    {
        CliResult list = await InProcess.RunAsync("device", "list", "--json");
        using JsonDocument devices = JsonDocument.Parse(list.Output);
        SchemaValidator.AssertValid(devices.RootElement);
        string[] names = [.. devices.RootElement.GetProperty("devices").EnumerateArray().Select(d => d.GetProperty("name").GetString()!)];
        Assert.Contains(Defaults.Device, names, StringComparer.Ordinal);
        foreach (string name in names)
        {
            CliResult show = await InProcess.RunAsync("device", "show", name, "--json");
            Assert.Equal(ExitCode.Done, show.ExitCode);
            using JsonDocument device = JsonDocument.Parse(show.Output);
            SchemaValidator.AssertValid(device.RootElement);
        }
    }

    [Fact]
    public async Task Set_changes_parameter_and_hash()
    {
        using JsonDocument plain = JsonDocument.Parse((await InProcess.RunAsync("device", "show", "--json")).Output);
        using JsonDocument changed = JsonDocument.Parse((await InProcess.RunAsync("device", "show", "--json", "--set", "timing.CL=15")).Output);
        Assert.Equal(15, changed.RootElement.GetProperty("timingCycles").GetProperty("CL").GetInt64());
        Assert.NotEqual(Hash(plain), Hash(changed), StringComparer.Ordinal);

        static string Hash(JsonDocument d) => d.RootElement.GetProperty("device").GetProperty("hash").GetString()!;
    }

    [Fact]
    public async Task A_wrong_path_is_refused_with_the_nearest()
    {
        CliResult result = await InProcess.RunAsync("device", "show", Defaults.Device, "--set", "timing.RCDR=15");
        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Contains("timing.RCD", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_has_sources_and_peak_numbers()
    {
        CliResult result = await InProcess.RunAsync("device", "show", Defaults.Device);
        Assert.Contains("estimate", result.Output, StringComparison.Ordinal);
        Assert.Contains("bit MAC/s", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task A_sound_file_is_valid()
    {
        string file = Path.Combine(SharedFolder.CheckoutRoot(), "devicemodels", Defaults.Device + ".yaml");
        CliResult result = await InProcess.RunAsync("device", "validate", file, "--json");
        Assert.Equal(ExitCode.Done, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        SchemaValidator.AssertValid(document.RootElement);
        Assert.True(document.RootElement.GetProperty("valid").GetBoolean());
    }

    [Fact]
    public async Task A_bad_file_exits_with_2_and_all_faults()
    {
        string file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".yaml");
        string right = await File.ReadAllTextAsync(Path.Combine(SharedFolder.CheckoutRoot(), "devicemodels", Defaults.Device + ".yaml"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, right.Replace("  RCDRD: 14", "  RCDRD: fourteen", StringComparison.Ordinal).Replace("  channels: 8", "  chanels: 8", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        try
        {
            CliResult result = await InProcess.RunAsync("device", "validate", file, "--json");
            Assert.Equal(ExitCode.BadInput, result.ExitCode);
            using JsonDocument document = JsonDocument.Parse(result.Output);
            SchemaValidator.AssertValid(document.RootElement);
            Assert.False(document.RootElement.GetProperty("valid").GetBoolean());
            int count = document.RootElement.GetProperty("diagnostics").GetArrayLength();
            Assert.True(count >= 2, result.Output);
            Assert.Equal(count, result.ErrorLines.Length);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
