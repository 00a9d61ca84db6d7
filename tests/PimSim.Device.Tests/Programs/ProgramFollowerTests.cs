using CsCheck;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Device.Tests;

public sealed class ProgramFollowerTests
{
    /// <summary>Counts the commands that a follower takes for those of the program.</summary>
    private readonly record struct Watcher(ProgramFollower Follower, long[] ByLayer) : ICommandObserver
    {
        public void OnCommand(int domain, in TimedCommand command)
        {
            if (Follower.Follow(domain, command) is var layer and not ProgramFollower.None)
            {
                ByLayer[layer]++;
            }
        }

        public void OnBarrier(int domain, int number) => Follower.PassBarrier(domain);
    }

    [Theory]
    [InlineData("hbm2-2000-pim")]
    [InlineData("ddr4-2400-pim")]
    public void Every_command_of_a_program_is_found_among_refreshes(string name)
    {
        DeviceModel model = DeviceModelLoader.Load(name, ["timing.REFI=1500"]);
        long others = 0;
        Gen.UInt.ForEach(6, seed =>
        {
            PimProgram program = RandomProgram.Create(model, seed, rounds: 8);
            PimProgram[] programs = [.. Enumerable.Repeat(program, model.Organization.Domains)];
            long[] found = new long[program.Layers];
            ProgramRun run = new ProgramRunner(model).Run(
                programs, [.. Enumerable.Range(0, programs.Length)], new Watcher(new ProgramFollower(programs), found), TestContext.Current.CancellationToken);
            Assert.Equal([.. Expected(program).Select(n => n * programs.Length)], found);
            others += run.Domains.Sum(d => model.Standard.Commands.Sum(c => d.TotalCommands(c.Id))) - found.Sum();
        });
        Assert.True(others > 0);
    }

    private static long[] Expected(PimProgram program)
    {
        long[] counts = new long[program.Layers];
        for (var cursor = new ProgramCursor(program); !cursor.AtEnd; cursor.Advance())
        {
            counts[cursor.Current.Layer] += cursor.Current.Opcode == ProgramOpcode.Command ? 1 : 0;
        }

        return counts;
    }
}
