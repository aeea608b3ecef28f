using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SpotifyPlatform.LookupGateway.Progress;

namespace SpotifyPlatform.LookupGateway.Tests.Progress;

public sealed class ServiceAddressesTests
{
    [Fact]
    public void Read_SeveralServicesAndInstances_AreAllAsked()
    {
        var addresses = Read(("xref", "http://xref:8081"), ("vectorizer", " https://one:8081/ , http://10.0.0.7:8081,"));
        Assert.Equal(
            [("vectorizer", "https://one:8081/"), ("vectorizer", "http://10.0.0.7:8081/"), ("xref", "http://xref:8081/")],
            addresses.All.Select(service => (service.Name, service.Address.ToString())));
        Assert.True(Validate(addresses).Succeeded);
    }

    [Fact]
    public void Read_NoSection_AsksNobody()
    {
        var addresses = Read();
        Assert.Empty(addresses.All);
        Assert.True(Validate(addresses).Succeeded);
    }

    [Fact]
    public void Read_AddressWithoutPortAndWithAPath_IsTaken() =>
        Assert.Equal(["http://xref/", "http://[::1]:8081/", "https://host/status"], Read(("xref", "http://xref,http://[::1]:8081,https://host/status")).All.Select(service => service.Address.ToString()));

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("xref:8081")]
    [InlineData("/xref")]
    [InlineData("ftp://xref:8081")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://")]
    [InlineData("http://xref:port")]
    [InlineData("http://xref:65536")]
    [InlineData("http://user:secret@xref:8081")]
    [InlineData("http://one:8081;http://two:8081")]
    public void Read_NoAddress_IsRefusedByItsKey(string value)
    {
        var addresses = Read(("xref", value));
        Assert.Empty(addresses.All);
        var error = Assert.Single(Validate(addresses).Failures!);
        Assert.StartsWith("Services:xref: '", error, StringComparison.Ordinal);
        Assert.Contains("http://xref:8081", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralWrongAddresses_AreReportedAtOnce()
    {
        var addresses = Read(("xref", "one,http://two:8081,three"), ("vectorizer", "four"));
        Assert.Equal(3, Validate(addresses).Failures!.Count());
    }

    [Fact]
    public void Read_ServiceWithAnInnerSection_IsRefused()
    {
        var addresses = Read(("xref:0", "http://xref:8081"));
        Assert.Contains("Services:xref", Assert.Single(Validate(addresses).Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WrongAddress_IsRefusedWithTheKey()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => HostedGateway.StartAsync(settings: [("Services:xref", "xref:8081")]));
        Assert.Contains("Services:xref", error.Message, StringComparison.Ordinal);
    }

    private static ServiceAddresses Read(params (string Name, string Value)[] services)
    {
        var addresses = new ServiceAddresses();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(services.Select(service => KeyValuePair.Create<string, string?>($"{ServiceAddresses.Section}:{service.Name}", service.Value)))
            .Build();
        addresses.Read(configuration.GetSection(ServiceAddresses.Section));
        return addresses;
    }

    private static ValidateOptionsResult Validate(ServiceAddresses addresses) => new ServiceAddresses.Validator().Validate(null, addresses);
}
