import { Badge, Button, Group, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Column, DataTable } from "@/components/DataTable";
import { Moment } from "@/components/Moment";
import { QueryView } from "@/components/QueryView";
import { useMayManage, useMe } from "@/features/account";
import type { Me, Member, Role } from "@/lib/api";
import { t } from "@/lib/i18n";

import { AddMemberDialog } from "./AddMemberDialog";
import { membersQuery, useChange } from "./queries";
import { RemoveMemberDialog } from "./RemoveMemberDialog";
import { ROLES, rolesUpTo } from "./roles";
import { settingsApi } from "./settings.api";

const nameOf = ({ name, email }: Member) => name || email;

interface RoleOf {
  member: Member;
  role: Role;
}

function RoleSelect({ member, own }: { member: Member; own: Role }) {
  const change = useChange(({ member: { id }, role }: RoleOf) => settingsApi.changeRole(id, role));
  return (
    <NativeSelect
      size="xs"
      aria-label={t("members.roleOf", { name: nameOf(member) })}
      value={member.role}
      disabled={change.isPending}
      data={rolesUpTo(own).map((role) => ({ value: role, label: t(`account.role.${role}`) }))}
      onChange={(event) => {
        const { value } = event.currentTarget;
        const role = ROLES.find((one) => one === value);
        if (role === undefined) return;
        change.mutate(
          { member, role },
          {
            onSuccess: () => {
              const inWords = t(`account.role.${role}`);
              notifications.show({
                message: t("members.roleChanged", { name: nameOf(member), role: inWords }),
              });
            },
          },
        );
      }}
    />
  );
}

/** Whether somebody may change another: nobody above oneself, and not oneself. */
function mayChange(me: Me | null, member: Member): me is Me {
  return me !== null && member.email !== me.email && rolesUpTo(me.role).includes(member.role);
}

function RoleCell({ member }: { member: Member }) {
  const me = useMe();
  const mayManage = useMayManage();
  if (mayManage && mayChange(me, member)) return <RoleSelect member={member} own={me.role} />;
  return (
    <div>
      {t(`account.role.${member.role}`)}
      <Text size="sm" c="dimmed">
        {t(`role.${member.role}.text`)}
      </Text>
    </div>
  );
}

function columnsOf(me: Me | null, onRemove: ((member: Member) => void) | null): Column<Member>[] {
  const columns: Column<Member>[] = [
    {
      key: "name",
      header: t("members.col.name"),
      role: "lead",
      render: (member) => (
        <>
          <Text span fw={600}>
            {nameOf(member)}
          </Text>{" "}
          {member.email === me?.email && <Badge>{t("members.you")}</Badge>}
        </>
      ),
    },
    { key: "email", header: t("members.col.email"), render: ({ email }) => email },
    { key: "role", header: t("members.col.role"), render: (member) => <RoleCell member={member} /> },
    { key: "since", header: t("members.col.since"), render: ({ created_at: at }) => <Moment at={at} /> },
  ];
  if (onRemove === null) return columns;
  const actions: Column<Member> = {
    key: "actions",
    header: t("members.col.actions"),
    headerHidden: true,
    role: "wide",
    render: (member) =>
      mayChange(me, member) && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          aria-label={t("members.removeNamed", { name: nameOf(member) })}
          onClick={() => {
            onRemove(member);
          }}
        >
          {t("members.remove")}
        </Button>
      ),
  };
  return [...columns, actions];
}

function Members({ members }: { members: readonly Member[] }) {
  const me = useMe();
  const mayManage = useMayManage();
  const [removing, setRemoving] = useState<Member | null>(null);
  return (
    <>
      <DataTable
        label={t("members.title")}
        rows={members}
        columns={columnsOf(me, mayManage ? setRemoving : null)}
        rowKey={({ id }) => id}
      />
      {removing !== null && (
        <RemoveMemberDialog
          id={removing.id}
          name={nameOf(removing)}
          onClose={() => {
            setRemoving(null);
          }}
        />
      )}
    </>
  );
}

/** Who belongs to the account, and what they may do. */
export function MembersPage() {
  const query = useQuery(membersQuery);
  const mayManage = useMayManage();
  const [adding, { open, close }] = useDisclosure(false);
  return (
    <section>
      <Group justify="space-between" align="flex-start" mb="md">
        <Stack gap={4} style={{ flex: "1 1 18rem" }}>
          <Title order={2} size="h3">
            {t("members.title")}
          </Title>
          <Text c="dimmed">{t("members.lead")}</Text>
        </Stack>
        {mayManage && (
          <Button leftSection={<IconUserPlus size={17} aria-hidden />} onClick={open}>
            {t("members.add")}
          </Button>
        )}
      </Group>
      <QueryView query={query} rows={3}>
        {(members) => <Members members={members} />}
      </QueryView>
      {adding && <AddMemberDialog onClose={close} />}
    </section>
  );
}
