using PimSim.Tests;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary>Bad input: one clear error that names the file, exit code 2, nothing half-written.</summary>
public sealed class BadInputTests
{
    [Fact]
    public async Task A_network_that_does_not_fit_says_how_much_is_missing()
    {
        CliResult result = await CliProcess.RunAsync("infer", "--set", "organization.rows=8");
        Refused(result, "PIM0702");
        Assert.Contains("are missing", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_network_is_refused()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("cut.pimnet");
        byte[] whole = await File.ReadAllBytesAsync(ShippedNetwork(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, whole[..(whole.Length / 2)], TestContext.Current.CancellationToken);
        CliResult result = await CliProcess.RunAsync("infer", "--network", file);
        Refused(result, file);
    }

    [Fact]
    public async Task A_flipped_byte_in_a_network_is_refused()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("flipped.pimnet");
        byte[] bytes = await File.ReadAllBytesAsync(ShippedNetwork(), TestContext.Current.CancellationToken);
        bytes[bytes.Length / 3] ^= 0x10;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        Refused(await CliProcess.RunAsync("network", "inspect", file), file);
    }

    [Fact]
    public async Task A_truncated_data_file_is_refused()
    {
        using TemporaryFolder folder = new();
        byte[] images = new byte[16 + (28 * 28)];
        new byte[] { 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28 }.CopyTo(images, 0);
        await File.WriteAllBytesAsync(folder.File("t10k-images-idx3-ubyte"), images, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(folder.File("t10k-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 2, 3, 4], TestContext.Current.CancellationToken);
        Refused(await CliProcess.RunAsync("infer", "--data", folder.File(".")), "t10k-images-idx3-ubyte");
    }

    [Fact]
    public async Task A_trace_is_not_left_behind_when_the_run_fails()
    {
        using TemporaryFolder folder = new();
        CliResult result = await CliProcess.RunAsync("trace", "record", "--out", folder.File("t.pimtrace"), "--set", "organization.rows=8");
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(folder.Names());
    }

    [Fact]
    public async Task Training_checks_its_output_before_it_works()
    {
        CliResult result = await CliProcess.RunAsync("train", "--images", "256", "--epochs", "1", "--out", "/nonexistent-folder/n.pimnet");
        Refused(result, "/nonexistent-folder/n.pimnet");
        Assert.DoesNotContain("epoch", result.Error, StringComparison.Ordinal);
    }

    private static string ShippedNetwork() => Path.Combine(SharedFolder.CheckoutRoot(), "src", "PimSim.Bnn", "Resources", "bcnn-s.pimnet");

    private static void Refused(CliResult result, string names)
    {
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains(names, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
