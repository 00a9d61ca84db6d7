using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device.Tests;

public sealed class CommandRolesTests
{
    [Theory]
    [InlineData("ACT")]
    [InlineData("PREpb")]
    [InlineData("PREab")]
    [InlineData("RD")]
    [InlineData("WR")]
    public void PIM0600_a_standard_without_a_command_that_the_controller_needs(string name)
    {
        MemoryStandard s = TestModels.Hbm2.Standard;
        MemoryStandard without = new()
        {
            Name = s.Name,
            Commands = [.. s.Commands.Where(c => !string.Equals(c.Name, name, StringComparison.Ordinal)).Select((c, i) => c with { Id = i })],
            Buses = s.Buses,
            Constraints = s.Constraints,
            Parameters = s.Parameters,
        };
        Assert.Equal(s.Commands.Count - 1, without.Commands.Count);
        Assert.Equal("PIM0600", Assert.Single(Assert.Throws<UserErrorException>(() => new CommandRoles(without)).Diagnostics).Code);
    }

    [Fact]
    public void Roles_are_found_by_what_commands_do()
    {
        CommandRoles roles = new(TestModels.Hbm2.Standard);
        string[] names = [.. new[] { roles.Activate, roles.ActivateAll, roles.Precharge, roles.PrechargeAll, roles.RefreshAll, roles.Read, roles.Write }
            .Select(id => TestModels.Hbm2.Standard.Commands[id].Name)];
        Assert.Equal(["ACT", "ACTab", "PREpb", "PREab", "REFab", "RD", "WR"], names);
    }
}
